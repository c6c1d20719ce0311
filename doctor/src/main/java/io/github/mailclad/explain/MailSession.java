package io.github.mailclad.explain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The session properties that an application makes of its settings, for one protocol.
 *
 * @param application the application, for people
 * @param protocol the protocol name that the application uses
 * @param properties the properties by key; each with the setting that it comes from
 * @param writing the way to write a property
 */
record MailSession(
    String application, String protocol, Map<String, Property> properties, Writing writing) {
  MailSession {
    properties = new LinkedHashMap<>(properties);
  }

  /**
   * A session property.
   *
   * @param value the value; it may be a secret
   * @param source the setting that it comes from; null if the application sets it by itself
   */
  record Property(String value, @Nullable WrittenSetting source) {
    @Override
    public String toString() {
      return String.valueOf(source);
    }
  }

  /** The way to write a session property into the configuration of an application. */
  interface Writing {
    /** Returns the setting to write; empty if the application has none for this property. */
    Optional<Written> of(String property, String value);

    /** Returns whether the application takes every session property. */
    boolean takesAll();
  }

  /** A setting to write. */
  record Written(String key, String value) {}

  /** Returns the value of {@code mail.<protocol>.<suffix>}; empty if it is not set. */
  Optional<String> get(String suffix) {
    return Optional.ofNullable(properties.get(key(suffix))).map(Property::value);
  }

  /** Returns whether a boolean is true as Angus reads it: no other word for it counts. */
  boolean isTrue(String suffix) {
    return get(suffix).filter(value -> value.equalsIgnoreCase("true")).isPresent();
  }

  /** Returns whether a boolean with the default true is false as Angus reads it. */
  boolean isFalse(String suffix) {
    return get(suffix).filter(value -> value.equalsIgnoreCase("false")).isPresent();
  }

  String key(String suffix) {
    return "mail." + protocol + "." + suffix;
  }

  /** Returns the setting that a property comes from; empty for one that the application sets. */
  Optional<WrittenSetting> source(String key) {
    return Optional.ofNullable(properties.get(key)).map(Property::source);
  }

  /** Returns the name under which a person writes a property; the property itself for none. */
  String asWritten(String key) {
    return source(key)
        .map(WrittenSetting::key)
        .or(() -> writing.of(key, "").map(Written::key))
        // without the path of the elements of XML
        .map(name -> name.replaceFirst("^(?:[^.#]+#\\d+\\.)+", ""))
        .filter(name -> !name.isEmpty())
        .orElse(key);
  }

  /** Returns the first setting of the session, for a problem that no single setting has. */
  Optional<WrittenSetting> anySource() {
    return source(key("port"))
        .or(() -> source(key("host")))
        .or(() -> source("mail.host"))
        .or(
            () ->
                properties.values().stream()
                    .map(Property::source)
                    .flatMap(source -> Optional.ofNullable(source).stream())
                    .findFirst());
  }

  /** Returns the properties as a session has them. */
  Properties toProperties() {
    Properties all = new Properties();
    properties.forEach((key, property) -> all.setProperty(key, property.value()));
    return all;
  }

  /** Returns the same session with other properties. */
  MailSession with(Map<String, Property> changed) {
    return new MailSession(application, protocol, changed, writing);
  }
}
