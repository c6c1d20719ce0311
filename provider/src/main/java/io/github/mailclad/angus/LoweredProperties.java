package io.github.mailclad.angus;

import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.config.Settings;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The view of the session's properties that Angus reads for an account whose minimum level is
 * {@code none}. It contains the application's own properties with these changes: STARTTLS is used
 * where it is offered, no TLS version is below the floor (RFC 8996), and a gate applies where
 * cleartext to a server is forbidden.
 */
final class LoweredProperties extends PropertiesView {
  private static final long serialVersionUID = 1L;

  private final transient Settings settings;
  private final transient String prefix;

  @SuppressWarnings("ThreadLocalUsage") // one for each service: each has its own servers
  private final transient ThreadLocal<Passage> passage = new ThreadLocal<>();

  /**
   * The checks that one connection passes through.
   *
   * @param gate the gate that may keep the connection from clear text; null for implicit TLS
   * @param witness the observer of its TLS; null where the user named a class for that
   */
  record Passage(@Nullable StarttlsGate gate, @Nullable Witness witness) {}

  LoweredProperties(Settings settings) {
    super(settings.user());
    this.settings = settings;
    this.prefix = "mail." + settings.protocol().text() + ".";
  }

  @Override
  @Nullable Object lookUp(String key) {
    if (key.equals(prefix + "starttls.enable")) {
      return "true";
    }
    if (key.equals(prefix + "ssl.protocols")) {
      return acceptable(settings.get(key).flatMap(Settings.Setting::text).orElse(""));
    }
    Passage open = passage.get();
    if (open != null && open.witness() != null && key.equals(prefix + "ssl.hostnameverifier")) {
      return open.witness();
    }
    return open != null && open.gate() != null && key.startsWith(prefix + StarttlsGate.ROOM)
        ? open.gate().lookUp(key.substring(prefix.length()))
        : super.lookUp(key);
  }

  /** Sets the checks for connections that this thread opens, until the binding is closed. */
  GuardedProperties.Binding bind(Passage next) {
    Passage outer = passage.get();
    passage.set(next);
    return () -> back(outer);
  }

  private void back(@Nullable Passage outer) {
    if (outer == null) {
      passage.remove();
    } else {
      passage.set(outer);
    }
  }

  /** Returns the checks between Angus and the network on this thread; null for none. */
  @Nullable Passage passage() {
    return passage.get();
  }

  private static String acceptable(String wished) {
    String left =
        Arrays.stream(wished.trim().split("\\s+"))
            .filter(version -> TlsVersion.of(version).isPresent())
            .collect(Collectors.joining(" "));
    return left.isEmpty()
        ? Arrays.stream(TlsVersion.values())
            .map(TlsVersion::jsseName)
            .collect(Collectors.joining(" "))
        : left;
  }
}
