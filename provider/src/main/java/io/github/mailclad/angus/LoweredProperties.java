package io.github.mailclad.angus;

import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.config.GuardedProperties.OpenAccess;
import io.github.mailclad.internal.config.PropertiesView;
import io.github.mailclad.internal.config.Settings;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The view of the session's properties that Angus reads for an account whose minimum level is
 * {@code none}. It contains the application's own properties with these changes: STARTTLS is used
 * where it is offered, no TLS version is below the floor (RFC 8996), and the connection that a
 * thread opens replaces some.
 */
final class LoweredProperties extends PropertiesView {
  private static final long serialVersionUID = 1L;

  private final transient Settings settings;
  private final transient String prefix;

  @SuppressWarnings("ThreadLocalUsage") // one for each service: each has its own servers
  private final transient ThreadLocal<LoweredConnection> opening = new ThreadLocal<>();

  LoweredProperties(Settings settings) {
    super(settings.user());
    this.settings = settings;
    this.prefix = "mail." + settings.protocol().text() + ".";
  }

  @Override
  protected @Nullable Object lookUp(String key) {
    if (key.equals(prefix + "ssl.trust")
        && opening().filter(LoweredConnection::appliesTrust).isPresent()) {
      return null;
    }
    return key.startsWith(prefix)
        ? replacement(key.substring(prefix.length())).orElseGet(() -> super.lookUp(key))
        : super.lookUp(key);
  }

  private Optional<Object> replacement(String suffix) {
    return switch (suffix) {
      case "starttls.enable" -> Optional.of("true");
      case "ssl.protocols" -> Optional.of(acceptableVersions());
      default -> opening().flatMap(connection -> connection.replacement(suffix));
    };
  }

  /** Returns the TLS versions of the application that are acceptable; all of ours if none is. */
  private String acceptableVersions() {
    String wished =
        settings.get(prefix + "ssl.protocols").flatMap(Settings.Setting::text).orElse("");
    String left =
        Arrays.stream(wished.trim().split("\\s+"))
            .filter(version -> TlsVersion.of(version).isPresent())
            .collect(Collectors.joining(" "));
    return left.isEmpty()
        ? Stream.of(TlsVersion.values()).map(TlsVersion::jsseName).collect(Collectors.joining(" "))
        : left;
  }

  /** Sets the connection that this thread opens, until the binding is closed. */
  OpenAccess bind(LoweredConnection next) {
    LoweredConnection outer = opening.get();
    opening.set(next);
    return () -> {
      if (outer == null) {
        opening.remove();
      } else {
        opening.set(outer);
      }
    };
  }

  /** Returns the connection that this thread opens; empty if it opens none. */
  Optional<LoweredConnection> opening() {
    return Optional.ofNullable(opening.get());
  }
}
