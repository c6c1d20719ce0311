package io.github.mailclad.angus;

import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.config.Settings;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Angus sees of the session's properties for an account whose minimum level is {@code none}:
 * the user's own, with STARTTLS used where it is offered, no TLS version below the floor (RFC
 * 8996), and a gate where a server must not be spoken to in the clear.
 */
final class LoweredProperties extends PropertiesView {
  private static final long serialVersionUID = 1L;

  private final transient Settings settings;
  private final transient String prefix;

  @SuppressWarnings("ThreadLocalUsage") // one for each service: each has servers of its own
  private final transient ThreadLocal<Passage> passage = new ThreadLocal<>();

  /**
   * What one connection goes through.
   *
   * @param gate what may keep it from clear text; null where TLS begins with the first octet
   * @param witness who looks at its TLS; null where the user named a class for that
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

  /** Until it is closed, connections that this thread opens go through that. */
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

  /** What is between Angus and the network on this thread; null for nothing. */
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
