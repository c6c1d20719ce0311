package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.TlsProvider;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ClientHello;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.OcspAnswer;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.ChildJvm;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.mail.InsecureConnectionException;
import jakarta.mail.MessagingException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.tls.ProtocolVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;

/** Tests that a verdict does not depend on the implementation of TLS. */
@Timeout(300)
class TlsProvidersIT {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String PREFERRED = "TLS_AES_256_GCM_SHA384 x25519";

  private final World world = new World();
  private final Issued stranger = CertificateBuilder.root("Stranger");

  /** A server, and the code of its refusal; empty where it is accepted. */
  private enum Situation {
    GOOD(""),
    GOOD_RSA(""),
    WRONG_NAME("identity-mismatch"),
    UNKNOWN_ISSUER("untrusted-issuer"),
    EXPIRED("certificate-expired"),
    MUST_STAPLE("must-staple"),
    MUST_STAPLE_OF_A_STRANGER("untrusted-issuer"),
    REVOKED_STAPLE("revoked"),
    GOOD_STAPLE(""),
    OLD_VERSION("tls-alert"),
    INSISTED_VERSION("tls-version"),
    WEAK_SUITE("tls-alert"),
    INSISTED_SUITE("cipher-suite"),
    SHA1_SIGNATURE("handshake-failed"),
    SHA1_SIGNATURE_RSA("handshake-failed"),
    ALERT("tls-alert"),
    GARBAGE("plaintext-server"),
    CLOSED("handshake-failed"),
    PLAINTEXT("plaintext-server");

    private final String code;

    Situation(String code) {
      this.code = code;
    }
  }

  private static CertificateBuilder localhost() {
    return CertificateBuilder.server().dns("localhost");
  }

  private TlsFront start(Situation situation, TlsVersion version) {
    TlsFront.Builder server = world.server("imaps").protocols(version.jsseName());
    Instant now = Instant.now();
    return switch (situation) {
      case GOOD -> server.start();
      case GOOD_RSA ->
          server.certificate(localhost().key(KeyKind.RSA_2048).issuedBy(world.root)).start();
      case WRONG_NAME ->
          server
              .certificate(CertificateBuilder.server().dns("other.example").issuedBy(world.root))
              .start();
      case UNKNOWN_ISSUER -> server.certificate(localhost().issuedBy(stranger)).start();
      case EXPIRED ->
          server
              .certificate(
                  localhost()
                      .validity(now.minus(HOUR.multipliedBy(48)), now.minus(HOUR.multipliedBy(24)))
                      .issuedBy(world.root))
              .start();
      case MUST_STAPLE -> server.certificate(localhost().mustStaple().issuedBy(world.root)).start();
      case MUST_STAPLE_OF_A_STRANGER ->
          server.certificate(localhost().mustStaple().issuedBy(stranger)).start();
      case REVOKED_STAPLE -> stapling(server, version, /* revoked= */ now.minus(HOUR));
      case GOOD_STAPLE -> stapling(server, version, /* revoked= */ null);
      case OLD_VERSION -> server.legacy(LegacyTls.only(ProtocolVersion.TLSv11)).start();
      case INSISTED_VERSION ->
          server.legacy(LegacyTls.only(ProtocolVersion.TLSv11).insisting()).start();
      case WEAK_SUITE -> server.legacy(LegacyTls.cbc()).start();
      case INSISTED_SUITE -> server.legacy(LegacyTls.cbc().insisting()).start();
      case SHA1_SIGNATURE -> server.legacy(LegacyTls.tls12().signingWithSha1()).start();
      case SHA1_SIGNATURE_RSA ->
          server
              .certificate(localhost().key(KeyKind.RSA_2048).issuedBy(world.root))
              .legacy(LegacyTls.tls12().signingWithSha1())
              .start();
      case ALERT -> server.mischief(Mischief.ALERT).start();
      case GARBAGE -> server.mischief(Mischief.GARBAGE).start();
      case CLOSED -> server.mischief(Mischief.CLOSE).start();
      case PLAINTEXT -> server.mischief(Mischief.PLAINTEXT).start();
    };
  }

  private TlsFront stapling(
      TlsFront.Builder server, TlsVersion version, @Nullable Instant revoked) {
    Instant now = Instant.now();
    Issued demanding = localhost().mustStaple().issuedBy(world.root);
    OcspAnswer answer =
        OcspAnswer.about(demanding, world.root).times(now.minus(HOUR), now.plus(HOUR));
    byte[] staple = (revoked == null ? answer : answer.revoked(revoked, 1)).der();
    LegacyTls stapling = version == TlsVersion.TLS_1_3 ? LegacyTls.tls13() : LegacyTls.tls12();
    return server.certificate(demanding).legacy(stapling.stapling(staple)).start();
  }

  private static Duel with(TlsProvider provider, Duel duel) {
    return duel.with("security.tls-provider", provider.name().toLowerCase(Locale.ROOT));
  }

  @Test
  @Requirement(
      value = {"D-1-1", "D-5-5", "D-5-8", "R7633-1"},
      heldBy = {"TlsContexts", "TlsHandshake", "HandshakeFailure"})
  void everyVerdictIsTheSame() {
    List<String> failures = new ArrayList<>();
    int combinations = 0;
    int skipped = 0;
    for (TlsProvider provider : TlsProvider.values()) {
      for (TlsVersion version : TlsVersion.values()) {
        for (Situation situation : Situation.values()) {
          combinations++;
          try {
            meet(provider, version, situation);
          } catch (TestAbortedException withoutNativeCode) {
            skipped++;
          } catch (AssertionError | RuntimeException e) {
            failures.add(provider + " " + version + " " + situation + ": " + e);
          }
        }
      }
    }
    System.out.printf(
        "tls providers: %d combinations, %d failed, %d skipped, on Java %s%n",
        combinations, failures.size(), skipped, Runtime.version().feature());
    assertEquals("", String.join("\n", failures));
  }

  private void meet(TlsProvider provider, TlsVersion version, Situation situation) {
    List<ConnectionSecurity> seen = new CopyOnWriteArrayList<>();
    SecurityListener listener =
        new SecurityListener() {
          @Override
          public void onConnected(ConnectionSecurity security) {
            seen.add(security);
          }
        };
    try (TlsFront server = start(situation, version)) {
      MessagingException outcome =
          with(provider, Duel.of(world, "imaps", server))
              .with("security.listener", listener)
              .mailclad();
      orSkip(provider, outcome);
      if (situation.code.isEmpty()) {
        assertNull(outcome, () -> String.valueOf(outcome));
        ConnectionSecurity.Authenticated got = (ConnectionSecurity.Authenticated) seen.get(0);
        assertEquals(version, got.tls().version());
        assertTrue(
            got.tls().toString().contains(expected(situation, version)),
            () -> got.tls().toString());
        OnTheWire.assertLeaked(world, server);
      } else {
        assertEquals(
            situation.code,
            outcome instanceof InsecureConnectionException refused
                ? refused.refusal().code()
                : String.valueOf(outcome),
            () -> String.valueOf(outcome));
        OnTheWire.assertNothingSent(world, server);
      }
    }
  }

  /** Skips Conscrypt where it has no native code for this machine, unless it is required. */
  private static void orSkip(TlsProvider provider, @Nullable MessagingException outcome) {
    boolean unusable =
        outcome instanceof InsecureConnectionException refused
            && refused.refusal().code().equals("tls-provider-unusable");
    assumeFalse(
        provider == TlsProvider.CONSCRYPT
            && unusable
            && !"required".equals(System.getProperty("mailclad.servers")),
        () -> String.valueOf(outcome));
  }

  private static String expected(Situation situation, TlsVersion version) {
    if (version == TlsVersion.TLS_1_2) {
      return "TLS_ECDHE_";
    }
    // the server that staples chooses suite and group in another way
    return situation == Situation.GOOD_STAPLE ? "TLS_AES_" : PREFERRED;
  }

  @ParameterizedTest
  @EnumSource(TlsProvider.class)
  @Requirement(
      value = {"R9325-3.1.1-1", "R9325-4.1-1", "R9325-4.2-1", "R9325-3.7-1"},
      heldBy = "Offer")
  void everyClientHelloIsOurs(TlsProvider provider) throws Exception {
    try (TlsFront server = world.server("imaps").start()) {
      assertNull(with(provider, Duel.of(world, "imaps", server)).mailclad());
      ClientHello hello = server.recorder().onlyConnection().clientHello().orElseThrow();

      assertEquals(List.of(0x0304, 0x0303), withoutGrease(hello.supportedVersions()));
      assertEquals(
          List.of(0x1301, 0x1302, 0x1303, 0xc02f, 0xc02b, 0xc030, 0xc02c, 0xcca8, 0xcca9),
          withoutGrease(hello.cipherSuites()).stream()
              .filter(suite -> suite != ClientHello.RENEGOTIATION_SCSV)
              .toList());
      assertEquals(9, TlsRules.CIPHER_SUITES.size());
      assertEquals(List.of("localhost"), hello.serverNames());
      // BoringSSL cannot leave it out: a signature by it is refused
      assertEquals(
          provider == TlsProvider.CONSCRYPT ? List.of("201") : List.of(),
          weak(hello.signatureAlgorithms()));
      assertEquals(List.of(), weak(hello.signatureAlgorithmsCert()));
      assertEquals(List.of(0), hello.compressionMethods());
      assertEquals(List.of(), hello.alpn());
      assertFalse(hello.hasEarlyData());
      assertFalse(hello.hasPostHandshakeAuth());
      assertTrue(hello.hasStatusRequest());
      assertTrue(hello.hasExtendedMasterSecret());
      assertTrue(hello.signalsSecureRenegotiation());
      assertTrue(hello.namedGroups().containsAll(List.of(0x001d, 0x0017, 0x0018)));
      assertEquals(
          provider == TlsProvider.PLATFORM && Runtime.version().feature() < 27,
          !hello.namedGroups().contains(0x11ec),
          "X25519MLKEM768");
    }
  }

  /** Returns the values without those that keep servers tolerant (RFC 8701). */
  private static List<Integer> withoutGrease(List<Integer> values) {
    return values.stream().filter(value -> (value & 0x0f0f) != 0x0a0a).toList();
  }

  private static List<String> weak(List<Integer> algorithms) {
    return algorithms.stream()
        .filter(a -> (a >> 8 >= 1 && a >> 8 <= 3) || (a >> 8 <= 6 && (a & 0xff) == 2))
        .map(Integer::toHexString)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(TlsProvider.class)
  @Requirement(
      value = {"D-5.4-5", "R9325-3.4-1"},
      heldBy = {"TlsContexts", "TlsHandshake"})
  void sessionsAreResumedWithinAnAccountAndAProviderOnly(TlsProvider provider) throws Exception {
    for (TlsVersion version : TlsVersion.values()) {
      boolean resumes = provider != TlsProvider.BCTLS || version == TlsVersion.TLS_1_2;
      try (TlsFront server = world.server("imaps").protocols(version.jsseName()).start()) {
        Properties properties = with(provider, Duel.of(world, "imaps", server)).properties();
        for (int i = 0; i < 3; i++) {
          assertNull(world.tryToConnect("imaps", properties));
        }
        assertEquals(resumes ? 2 : 0, server.resumedSessions(), version.jsseName());

        properties.put("mail.security.trust-anchors", stranger.certificate());
        InsecureConnectionException refused =
            (InsecureConnectionException) world.tryToConnect("imaps", properties);
        assertEquals("untrusted-issuer", code(refused));
        properties.put("mail.security.trust-anchors", world.root.certificate());
        TlsProvider other =
            provider == TlsProvider.BCTLS ? TlsProvider.PLATFORM : TlsProvider.BCTLS;
        assertNull(with(other, Duel.of(world, "imaps", server)).mailclad());
        assertEquals(resumes ? 2 : 0, server.resumedSessions(), "another provider");
      }
    }
  }

  private static String code(@Nullable InsecureConnectionException refused) {
    return refused == null ? "" : refused.refusal().code();
  }

  @Test
  @Requirement(value = "D-5.2-6", heldBy = "TlsContexts")
  void aProviderWithoutItsJarsIsRefusedBeforeThereIsAConnection(@TempDir Path folder)
      throws Exception {
    try (TlsFront server = world.server("imaps").start();
        TlsFront unused = world.server("imaps").start()) {
      List<String> outcomes =
          new ChildJvm(folder, world)
              .trusting(world.root)
              .withoutJars("bctls-", "conscrypt-")
              .connecting("imaps", World.pointing("imaps", server))
              .connecting("imaps", named("bctls", unused))
              .connecting("imaps", named("conscrypt", unused))
              .run();

      assertEquals(
          List.of("connected", "tls-provider-unusable", "tls-provider-unusable"), outcomes);
      OnTheWire.assertLeaked(world, server);
      OnTheWire.assertNeverConnected(unused);
    }
  }

  private static Properties named(String provider, TlsFront server) {
    Properties properties = World.pointing("imaps", server);
    properties.setProperty("mail.security.tls-provider", provider);
    return properties;
  }

  /** The floor is Mailclad's own, on a JVM that forbids nothing. */
  @Test
  @Requirement(value = "X-21", heldBy = "Offer")
  void theFloorNeedsNoHelpOfThePlatform(@TempDir Path folder) throws Exception {
    try (TlsFront old = start(Situation.INSISTED_VERSION, TlsVersion.TLS_1_2);
        TlsFront weak = start(Situation.INSISTED_SUITE, TlsVersion.TLS_1_2)) {
      ChildJvm child = new ChildJvm(folder, world).trusting(world.root).withoutDisabledAlgorithms();
      for (String provider : List.of("platform", "bctls", "conscrypt")) {
        child.connecting("imaps", named(provider, old)).connecting("imaps", named(provider, weak));
      }
      List<String> expected = List.of("tls-version", "cipher-suite");

      List<String> outcomes = child.run();
      for (int i = 0; i < outcomes.size(); i += 2) {
        assertEquals(expected, outcomes.subList(i, i + 2));
      }
      OnTheWire.assertNothingSent(world, old);
      OnTheWire.assertNothingSent(world, weak);
    }
  }
}
