package io.github.mailclad.internal.config;

import io.github.mailclad.TlsStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A live view of a session's properties for one protocol name. It reads as Angus does (objects of
 * the top layer, then strings of every layer), under the name that the application used and then
 * under the service's other names, and it never writes.
 */
public record Settings(Properties user, ProtocolName protocol) {

  /** A property that is set. */
  public record Setting(String key, Object value) {
    /**
     * Returns the value as text; empty for an object that is neither string, number nor boolean.
     */
    public Optional<String> text() {
      return value instanceof String || value instanceof Number || value instanceof Boolean
          ? Optional.of(value.toString())
          : Optional.empty();
    }

    /** Returns the key only, because the value may be a secret. */
    @Override
    public String toString() {
      return key;
    }
  }

  /** Returns the protocol name only, because values may be secrets. */
  @Override
  public String toString() {
    return "settings of " + protocol.text();
  }

  /** Returns the property {@code mail.<name>.<suffix>} under the first name that has it. */
  public Optional<Setting> find(String suffix) {
    // Angus asks for dozens of properties for each connection
    for (String name : protocol.propertyNames()) {
      Optional<Setting> found = get("mail." + name + "." + suffix);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the property {@code mail.<name>.<suffix>} under every name that has it, the used name
   * first.
   */
  public List<Setting> findAll(String suffix) {
    List<Setting> all = new ArrayList<>();
    for (String name : protocol.propertyNames()) {
      Optional<Setting> found = get("mail." + name + "." + suffix);
      if (found.isPresent()) {
        all.add(found.get());
      }
    }
    return List.copyOf(all);
  }

  /** Returns the effective setting: of the used name, else of another name, else of the session. */
  public Optional<Setting> effective(String suffix) {
    Optional<Setting> found = find(suffix);
    return found.isPresent() ? found : get("mail." + suffix);
  }

  /** Returns the key {@code mail.<name>.<suffix>} under the name that the application used. */
  public String key(String suffix) {
    return "mail." + protocol.text() + "." + suffix;
  }

  /**
   * Returns the registered port of the service.
   *
   * @param start the TLS start; null for implicit TLS
   */
  int registeredPort(@Nullable TlsStart start) {
    TlsStart effective = Objects.requireNonNullElse(start, TlsStart.IMPLICIT);
    return protocol.implicitService().with(effective).defaultPort();
  }

  /** Returns the property of exactly that key. */
  public Optional<Setting> get(String key) {
    Object value = user.get(key);
    if (value == null) {
      value = user.getProperty(key);
    }
    return value == null ? Optional.empty() : Optional.of(new Setting(key, value));
  }

  /** Returns every key with that prefix that is set, in all layers, sorted. */
  public List<String> keysUnder(String prefix) {
    Set<String> keys = new TreeSet<>();
    for (Object key : user.keySet()) {
      if (key instanceof String text && text.startsWith(prefix)) {
        keys.add(text);
      }
    }
    for (String key : user.stringPropertyNames()) {
      if (key.startsWith(prefix)) {
        keys.add(key);
      }
    }
    return List.copyOf(keys);
  }
}
