package io.github.mailclad.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mailclad.Pin;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.DefaultTls;
import io.github.mailclad.it.traps.Duel;
import io.github.mailclad.it.traps.OnTheWire;
import io.github.mailclad.it.traps.Refusals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that does not prove to be the one that was meant gets nothing, on every protocol. */
public class UnverifiedServersIT {
  private static final List<String> PROTOCOLS = List.of("imaps", "pop3s", "smtps");
  private static final Duration DAY = Duration.ofDays(1);

  private final World world = new World();

  /** A certificate with one defect, from a root that is trusted or another one. */
  public record Defect(
      String protocol, String what, String code, Function<Issued, Issued> certificate) {
    @Override
    public String toString() {
      return protocol + ": " + what;
    }
  }

  public static List<Defect> defects() {
    return PROTOCOLS.stream().flatMap(UnverifiedServersIT::defectsOn).toList();
  }

  private static Stream<Defect> defectsOn(String protocol) {
    Instant now = Instant.now();
    return Stream.of(
        new Defect(
            protocol,
            "another name",
            "identity-mismatch",
            root -> CertificateBuilder.server().dns("mail.other.example").issuedBy(root)),
        new Defect(
            protocol,
            "no name",
            "identity-mismatch",
            root -> CertificateBuilder.server().subject("CN=localhost").issuedBy(root)),
        new Defect(
            protocol,
            "unknown root",
            "untrusted-issuer",
            root -> good().issuedBy(CertificateBuilder.root("Another Root"))),
        new Defect(protocol, "self-signed", "self-signed", root -> good().selfSigned()),
        new Defect(
            protocol,
            "missing intermediate",
            "untrusted-issuer",
            root -> {
              Issued between = CertificateBuilder.authority("Between").issuedBy(root);
              Issued leaf = good().issuedBy(between);
              return leaf.presenting(leaf.certificate());
            }),
        new Defect(
            protocol,
            "expired",
            "certificate-expired",
            root -> good().validity(now.minus(DAY.multipliedBy(9)), now.minus(DAY)).issuedBy(root)),
        new Defect(
            protocol,
            "not yet valid",
            "certificate-not-yet-valid",
            root -> good().validity(now.plus(DAY), now.plus(DAY.multipliedBy(9))).issuedBy(root)),
        new Defect(
            protocol,
            "for clients only",
            "key-usage",
            root -> good().extendedKeyUsage(KeyPurposeId.id_kp_clientAuth).issuedBy(root)),
        new Defect(
            protocol,
            "broken signature",
            "broken-signature",
            root -> good().brokenSignature().issuedBy(root)));
  }

  private static CertificateBuilder good() {
    return CertificateBuilder.server().dns("localhost");
  }

  @ParameterizedTest
  @MethodSource("defects")
  @Requirement(
      value = {
        "D-3.1-2",
        "D-3.2-2",
        "D-3.2-3",
        "D-3.3-2",
        "D-5-5",
        "D-5.2-6",
        "D-5.2-7",
        "D-5.3-1",
        "D-5-8",
        "B-2-5",
        "B-2-8",
        "R9525-6.6-2"
      },
      heldBy = {"PeerVerifier", "TlsHandshake"})
  void anUnverifiedServerGetsNothing(Defect defect) throws Exception {
    try (TlsFront server =
        world
            .server(defect.protocol())
            .certificate(defect.certificate().apply(world.root))
            .start()) {
      Duel duel = Duel.of(world, defect.protocol(), server);
      Refusals.refused(defect.code(), world, duel.mailclad());
      OnTheWire.assertNothingSent(world, server);
      assertEquals(1, server.recorder().connections().size());

      duel.with("ssl.trust", "*").with("ssl.checkserveridentity", "false");
      assertNull(duel.plainAngus(), "whoever does not verify logs in");
      OnTheWire.assertLeaked(world, server);
    }
  }

  /** Certificates that the platform takes for strong enough under a private root. */
  public static List<Defect> weaknesses() {
    return List.of(
        new Defect(
            "imaps",
            "RSA key of 1024 bits",
            "weak-certificate",
            root -> good().key(KeyKind.RSA_1024).issuedBy(root)),
        new Defect(
            "imaps",
            "intermediate with an RSA key of 1024 bits",
            "weak-certificate",
            root ->
                good()
                    .issuedBy(
                        CertificateBuilder.authority("Between")
                            .key(KeyKind.RSA_1024)
                            .issuedBy(root))),
        new Defect(
            "imaps",
            "signature over SHA-1",
            "weak-certificate",
            root -> good().signature("SHA1withECDSA").issuedBy(root)),
        new Defect(
            "pop3s",
            "RSA key of 1024 bits",
            "weak-certificate",
            root -> good().key(KeyKind.RSA_1024).issuedBy(root)),
        new Defect(
            "smtps",
            "signature over SHA-1",
            "weak-certificate",
            root -> good().signature("SHA1withECDSA").issuedBy(root)));
  }

  @ParameterizedTest
  @MethodSource("weaknesses")
  @Requirement(
      value = {"R9325-4.5-1", "R9325-4.5-2", "D-5.3-1"},
      heldBy = {"CertificateStrength", "PathValidator"})
  void aWeakCertificateIsRefusedWhereThePlatformTakesIt(Defect weakness) throws Exception {
    try (TlsFront server =
            world
                .server(weakness.protocol())
                .certificate(weakness.certificate().apply(world.root))
                .start();
        DefaultTls unused = DefaultTls.trusting(world.root)) {
      Duel duel = Duel.of(world, weakness.protocol(), server);
      Refusals.refused(weakness.code(), world, duel.mailclad());
      OnTheWire.assertNothingSent(world, server);

      assertNull(duel.plainAngus());
      OnTheWire.assertLeaked(world, server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "pop3s", "smtps"})
  @Requirement(
      value = {"D-5.3-3", "D-5.3-4"},
      heldBy = {"PeerVerifier", "PolicyReader"})
  void aPinNarrowsAndNeverReplacesTheVerdict(String protocol) throws Exception {
    World stranger = new World();
    try (TlsFront server = world.server(protocol).start();
        TlsFront other = stranger.server(protocol).start()) {
      Duel pinned =
          Duel.of(world, protocol, server)
              .with("security.pins", Pin.of(world.root.certificate()).toString());
      assertNull(pinned.mailclad());
      pinned.with("security.pins", Pin.of(stranger.root.certificate()).toString());
      Refusals.refused("pin-mismatch", world, pinned.mailclad());

      Duel strangersKey =
          Duel.of(world, protocol, other)
              .with("security.pins", Pin.of(stranger.certificate.certificate()).toString());
      Refusals.refused("untrusted-issuer", world, strangersKey.mailclad());
      OnTheWire.assertNothingSent(world, other);
      strangersKey.with("ssl.trust", "*");
      assertNull(strangersKey.plainAngus());
      OnTheWire.assertLeaked(world, other);
    }
  }
}
