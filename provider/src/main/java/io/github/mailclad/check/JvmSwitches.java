package io.github.mailclad.check;

import io.github.mailclad.internal.text.Ascii;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;

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

  private static final String REMOVE = "; remove it";
  private static final String DISABLED_EXTENSIONS = "jdk.tls.client.disableExtensions";

  private JvmSwitches() {}

  /**
   * Returns a sentence for each switch that removes a feature.
   *
   * @param properties the system properties
   */
  static List<String> warnings(Properties properties) {
    List<String> warnings = new ArrayList<>();
    for (Map.Entry<String, String> feature : ON_BY_DEFAULT.entrySet()) {
      String value = properties.getProperty(feature.getKey());
      if (value != null && Ascii.equalsIgnoringCase(value, "false")) {
        warnings.add("-D" + feature.getKey() + "=" + value + ": " + feature.getValue() + REMOVE);
      }
    }
    Collections.sort(warnings);
    String disabled = properties.getProperty(DISABLED_EXTENSIONS);
    if (disabled != null && !disabled.isBlank()) {
      warnings.add(
          "-D"
              + DISABLED_EXTENSIONS
              + "="
              + disabled
              + ": these extensions are missing from every TLS handshake"
              + REMOVE);
    }
    return warnings;
  }
}
