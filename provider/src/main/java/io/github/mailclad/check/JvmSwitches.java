package io.github.mailclad.check;

import io.github.mailclad.internal.text.Ascii;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The switches of a whole Java virtual machine that remove a feature from every TLS handshake.
 * Mailclad cannot restore it: JSSE reads the switches once, before it sees any parameters of a
 * connection. No server is accepted because of them that would be refused without them. But servers
 * may be refused that would be accepted without them.
 */
final class JvmSwitches {
  /** The feature that is missing where a switch is false. */
  private static final Map<String, String> ON_BY_DEFAULT =
      Map.of(
          "jsse.enableSNIExtension",
          "servers do not learn the host name (SNI, RFC 6066), so a server with several names may present the wrong certificate",
          "jdk.tls.client.enableStatusRequestExtension",
          "servers are not asked for OCSP responses (RFC 6066), so less is known about revocation",
          "jdk.tls.useExtendedMasterSecret",
          "TLS 1.2 lacks the extended master secret (RFC 7627)");

  private static final String DISABLED_EXTENSIONS = "jdk.tls.client.disableExtensions";

  private JvmSwitches() {}

  /**
   * Returns a sentence for each switch that removes a feature.
   *
   * @param properties the function that returns the value of a system property; null if it is not
   *     set
   */
  static List<String> warnings(UnaryOperator<@Nullable String> properties) {
    List<String> warnings = new ArrayList<>();
    ON_BY_DEFAULT.keySet().stream()
        .sorted()
        .forEach(
            name -> {
              String value = properties.apply(name);
              if (value != null && Ascii.equalsIgnoringCase(value, "false")) {
                warnings.add(
                    "-D%s=%s: %s; remove it".formatted(name, value, ON_BY_DEFAULT.get(name)));
              }
            });
    String disabled = properties.apply(DISABLED_EXTENSIONS);
    if (disabled != null && !disabled.isBlank()) {
      warnings.add(
          "-D%s=%s: these extensions are missing from every TLS handshake; remove it"
              .formatted(DISABLED_EXTENSIONS, disabled));
    }
    return warnings;
  }
}
