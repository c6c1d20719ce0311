package io.github.mailclad.angus;

import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.policy.Settings;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Angus sees of the session's properties for an account whose minimum level is {@code none}:
 * the user's own, with STARTTLS used where it is offered, and no TLS version below the floor (RFC
 * 8996).
 */
final class LoweredProperties extends PropertiesView {
  private static final long serialVersionUID = 1L;

  private final transient Settings settings;
  private final transient String prefix;

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
    return super.lookUp(key);
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
