package io.github.mailclad.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Session;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class JvmSwitchesTest {
  private static List<String> warnings(Map<String, String> properties) {
    Properties set = new Properties();
    set.putAll(properties);
    return JvmSwitches.warnings(set);
  }

  @Test
  void aSwitchThatRemovesAFeatureIsNamedWithItsEffect() {
    assertEquals(
        List.of(
            "-Djsse.enableSNIExtension=false: servers do not learn the host name (SNI, RFC 6066), so a server with several names may present the wrong certificate; remove it"),
        warnings(Map.of("jsse.enableSNIExtension", "false")));
    assertEquals(
        1, warnings(Map.of("jdk.tls.client.enableStatusRequestExtension", "FALSE")).size());
    assertEquals(1, warnings(Map.of("jdk.tls.useExtendedMasterSecret", "false")).size());
    assertTrue(
        warnings(Map.of("jdk.tls.client.disableExtensions", "server_name"))
            .get(0)
            .startsWith("-Djdk.tls.client.disableExtensions=server_name: "));
  }

  @Test
  void defaultSwitchesAreNotNamed() {
    assertEquals(List.of(), warnings(Map.of()));
    assertEquals(
        List.of(),
        warnings(
            Map.of("jsse.enableSNIExtension", "true", "jdk.tls.client.disableExtensions", "")));
  }

  @Test
  void theStartUpCheckWarnsOfThem() {
    String before = System.getProperty("jdk.tls.useExtendedMasterSecret");
    System.setProperty("jdk.tls.useExtendedMasterSecret", "false");
    try {
      assertTrue(
          ProviderCheck.of(Session.getInstance(new Properties())).warnings().stream()
              .anyMatch(w -> w.startsWith("-Djdk.tls.useExtendedMasterSecret=false: ")));
    } finally {
      if (before == null) {
        System.clearProperty("jdk.tls.useExtendedMasterSecret");
      } else {
        System.setProperty("jdk.tls.useExtendedMasterSecret", before);
      }
    }
  }
}
