package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.TlsRules;
import io.github.mailclad.fixtures.ClientHello;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.DefaultTls;
import io.github.mailclad.it.traps.Duel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the offer, octet by octet, independent of the platform's defaults. */
class ClientHelloIT {
  private static final int TLS_1_2 = 0x0303;
  private static final int TLS_1_3 = 0x0304;

  private static final Map<String, Integer> SUITES =
      Map.of(
          "TLS_AES_128_GCM_SHA256", 0x1301,
          "TLS_AES_256_GCM_SHA384", 0x1302,
          "TLS_CHACHA20_POLY1305_SHA256", 0x1303,
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", 0xc02b,
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", 0xc02c,
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", 0xc02f,
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 0xc030,
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", 0xcca8,
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", 0xcca9);

  /** Hash codes of TLS 1.2 (RFC 5246, section 7.4.1.4.1): MD5, SHA-1 and SHA-224. */
  private static final Set<Integer> WEAK_HASHES = Set.of(1, 2, 3);

  private static final int DSA = 2;

  private static final int X25519 = 0x001d;
  private static final int P256 = 0x0017;
  private static final int P384 = 0x0018;

  private static final int TRUNCATED_HMAC = 4;

  private final World world = new World();

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps", "submissions"})
  @Requirement(
      value = {
        "R9325-3.1.1-1", "R9325-3.3", "R9325-3.6", "R9325-3.10", "R9325-4.1-1", "R9325-4.1-2",
        "R9325-4.1-3", "R9325-4.1-4", "R9325-4.1-5", "R9325-4.2-1", "R9325-4.2.1", "R9325-4.5-2",
        "R9325-4.6", "R9325-3.8-1", "D-1-1", "D-5-12"
      },
      heldBy = {"Offer", "SecurityPolicy"})
  void theOfferIsExactlyOurs(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      ClientHello hello = helloOf(Duel.of(world, protocol, server));
      assertEquals(List.of(TLS_1_3, TLS_1_2), hello.supportedVersions());
      assertEquals(TLS_1_2, hello.legacyVersion());
      assertEquals(TlsRules.CIPHER_SUITES.stream().map(SUITES::get).toList(), suites(hello));
      assertEquals(List.of(0), hello.compressionMethods());
      assertEquals(List.of("localhost"), hello.serverNames());
      assertEquals(List.of(), weak(hello.signatureAlgorithms()));
      assertEquals(List.of(), weak(hello.signatureAlgorithmsCert()));
      assertFalse(hello.hasEarlyData());
      assertFalse(hello.hasPostHandshakeAuth());
      assertFalse(hello.extensionTypes().contains(TRUNCATED_HMAC));
      assertEquals(List.of(), hello.alpn());
      assertTrue(hello.hasExtendedMasterSecret());
      assertTrue(hello.signalsSecureRenegotiation());
    }
  }

  @Test
  @Requirement(
      value = {"X-21", "R9325-4.1-3", "R9325-4.1-4", "R9325-4.2-2", "R9325-4.2.1", "R9325-4.5-2"},
      heldBy = "Offer")
  void thePlatformByItselfOffersOtherwise() throws Exception {
    try (TlsFront server = world.server("imaps").start();
        DefaultTls unused = DefaultTls.trusting(world.root)) {
      Duel duel = Duel.of(world, "imaps", server);
      assertNull(duel.plainAngus());
      ClientHello hello = server.recorder().onlyConnection().clientHello().orElseThrow();
      assertFalse(SUITES.values().containsAll(suites(hello)), "CBC and more");
      assertFalse(weak(hello.signatureAlgorithms()).isEmpty(), "SHA-1 or SHA-224");
    }
  }

  @Test
  @Requirement(value = "R9325-4.2-3", heldBy = "Offer")
  void theGroupsBeginWithX25519AndTheNistCurves() throws Exception {
    try (TlsFront server = world.server("imaps").start()) {
      List<Integer> groups = helloOf(Duel.of(world, "imaps", server)).namedGroups();
      List<Integer> ours = List.of(X25519, P256, P384);
      // before Java 20, groups cannot be set on one socket
      assertEquals(ours, Runtime.version().feature() < 20 ? groups.subList(0, 3) : groups);
    }
  }

  @Test
  @Requirement(value = "R9325-3.1.1-3", heldBy = "Offer")
  void theOldestVersionCanBeRaised() throws Exception {
    try (TlsFront server = world.server("imaps").start()) {
      ClientHello hello =
          helloOf(Duel.of(world, "imaps", server).with("security.oldest-tls", "TLSv1.3"));
      assertEquals(List.of(TLS_1_3), hello.supportedVersions());
      assertEquals(List.of(0x1301, 0x1302, 0x1303), suites(hello));
    }
  }

  @Test
  @Requirement(
      value = {"D-5-10", "B-2-7", "R9325-3.1.1-1"},
      heldBy = {"AngusProperties", "Offer"})
  void angusOwnPropertiesNarrowTheOfferAndNeverWidenIt() throws Exception {
    try (TlsFront server = world.server("imaps").start()) {
      ClientHello hello =
          helloOf(
              Duel.of(world, "imaps", server)
                  .with("ssl.protocols", "TLSv1 TLSv1.1 TLSv1.2 SSLv3")
                  .with(
                      "ssl.ciphersuites",
                      "TLS_RSA_WITH_AES_128_CBC_SHA TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
                          + " TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
      assertEquals(List.of(TLS_1_2), hello.supportedVersions());
      assertEquals(List.of(0xc02b, 0xc02c), suites(hello));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  @Requirement(
      value = {"R9325-3.7-1", "D-5.3-1"},
      heldBy = {"Offer", "IdentityMatcher"})
  void anAddressIsNoServerNameAndMatchesAnIpId(String protocol) throws Exception {
    try (TlsFront server = world.server(protocol).start()) {
      ClientHello hello = helloOf(Duel.of(world, protocol, server).with("host", "127.0.0.1"));
      assertEquals(List.of(), hello.serverNames());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @Requirement(value = "R9325-3.10", heldBy = "Offer")
  void aResumingHelloHasNoEarlyDataEither(String version) throws Exception {
    try (TlsFront server = world.server("imaps").protocols(version).start()) {
      Duel duel = Duel.of(world, "imaps", server);
      assertNull(duel.mailclad());
      assertNull(duel.mailclad());
      ClientHello second = server.recorder().connections().get(1).clientHello().orElseThrow();
      assertTrue(
          second.hasPreSharedKey() || second.hasSessionTicket() || second.sessionIdLength() > 0);
      assertFalse(second.hasEarlyData());
      assertEquals(1, server.resumedSessions());
    }
  }

  private static ClientHello helloOf(Duel duel) {
    assertNull(duel.mailclad());
    return duel.server().recorder().onlyConnection().clientHello().orElseThrow();
  }

  private static List<Integer> suites(ClientHello hello) {
    return hello.cipherSuites().stream()
        .filter(suite -> suite != ClientHello.RENEGOTIATION_SCSV)
        .toList();
  }

  private static List<String> weak(List<Integer> algorithms) {
    return algorithms.stream()
        .filter(a -> WEAK_HASHES.contains(a >> 8) || (a >> 8 <= 6 && (a & 0xff) == DSA))
        .map(Integer::toHexString)
        .toList();
  }
}
