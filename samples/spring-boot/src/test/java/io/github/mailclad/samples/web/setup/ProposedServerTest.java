package io.github.mailclad.samples.web.setup;

import static io.github.mailclad.dns.DnssecStatus.INSECURE;
import static io.github.mailclad.dns.DnssecStatus.SECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.DiscoverySource;
import io.github.mailclad.dns.DnssecStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Only what is signed is called signed. */
class ProposedServerTest {
  @ParameterizedTest
  @EnumSource
  void eachSourceHasItsOwnSentence(DiscoverySource source) {
    String unsigned = ProposedServer.source(source, INSECURE, "example.org");

    assertEquals(source == DiscoverySource.SRV, unsigned.contains("records"), unsigned);
    assertEquals(source == DiscoverySource.DIRECTORY, unsigned.contains("directory"), unsigned);
    assertEquals(source == DiscoverySource.AUTOCONFIG, unsigned.contains("HTTPS"), unsigned);
    assertFalse(isCalledSigned(source, INSECURE), unsigned);
  }

  @ParameterizedTest
  @EnumSource(names = {"SRV", "PACC"})
  void aSignatureIsNamed(DiscoverySource source) {
    assertTrue(isCalledSigned(source, SECURE));
  }

  private static boolean isCalledSigned(DiscoverySource source, DnssecStatus status) {
    return ProposedServer.source(source, status, "example.org").contains("signed (DNSSEC)");
  }
}
