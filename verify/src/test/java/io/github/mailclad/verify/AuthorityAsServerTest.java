package io.github.mailclad.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AccountPin;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.RevocationPolicy;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.CrlBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server whose own certificate is one of an authority. If that certificate is the trust anchor,
 * or was accepted for the account, it is accepted.
 */
class AuthorityAsServerTest {
  private static final Issued ROOT = Verdicts.authority("Root").selfSigned();
  private static final Duration DAY = Duration.ofDays(1);

  /** A self-signed certificate of an authority, as it is made in practice. */
  record Shape(String what, CertificateBuilder builder) {
    @Override
    public String toString() {
      return what;
    }
  }

  /** Returns the certificate that {@code openssl req -x509 -addext subjectAltName=...} makes. */
  private static CertificateBuilder byOpenSsl() {
    return Verdicts.server().key(KeyKind.RSA_2048).ca().keyUsage(0);
  }

  static Stream<Shape> shapes() {
    return Stream.of(
        new Shape("openssl req -x509", byOpenSsl()),
        new Shape(
            "Proton Mail Bridge",
            byOpenSsl()
                .extendedKeyUsage(KeyPurposeId.id_kp_serverAuth)
                .keyUsage(
                    KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.keyCertSign)),
        new Shape(
            "an authority that issues to no authority",
            Verdicts.server().ca(0).keyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theTrustAnchorItselfIsAServer(Shape shape) throws Exception {
    Issued server = shape.builder().selfSigned();

    assertEquals(
        new Verification.Accepted(
            Verdicts.NAME,
            assertInstanceOf(
                TrustEvidence.Pkix.class,
                Verdicts.accepted(Verdicts.verify(server, server.chain())).evidence())),
        Verdicts.verify(server, server.chain()));
    assertEquals(
        ConfidentialityLevel.AUTHENTICATED, level(Verdicts.verify(server, server.chain())));
    assertTrue(isTrustedByThePlatform(server));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theCertificateThatWasAcceptedForTheAccountIsAServer(Shape shape) {
    Issued server = shape.builder().selfSigned();
    Verification verdict = pinned(server, server);

    TrustEvidence.AcceptedCertificate evidence =
        assertInstanceOf(
            TrustEvidence.AcceptedCertificate.class, Verdicts.accepted(verdict).evidence());
    assertEquals("self-signed", evidence.insteadOf().code());
    assertEquals(ConfidentialityLevel.ENCRYPTED, evidence.level());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void elsewhereItIsSelfSignedAndTheRemedySaysHowToMakeAGoodOne(Shape shape) {
    Issued server = shape.builder().selfSigned();
    Refusal refusal = Verdicts.refusal(Verdicts.verify(ROOT, server.chain()));

    assertEquals("self-signed", refusal.code());
    assertTrue(refusal.remedy().contains("-addext subjectAltName="), refusal.remedy());
    assertEquals(
        "self-signed",
        Verdicts.refusal(pinned(server, shape.builder().keyOf(server).selfSigned())).code());
  }

  private static Verification pinned(Issued server, Issued accepted) {
    return Verdicts.trusting(ROOT)
        .expecting(List.of(Verdicts.NAME))
        .withAccountPin(AccountPin.of(accepted.certificate()))
        .verify(server.chain(), Verdicts.NOW);
  }

  private static ConfidentialityLevel level(Verification verdict) {
    return Verdicts.accepted(verdict).evidence().level();
  }

  private static boolean isTrustedByThePlatform(Issued server) throws Exception {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(server.keyStoreTrusting());
    try {
      ((X509TrustManager) factory.getTrustManagers()[0])
          .checkServerTrusted(
              server.chain().toArray(new X509Certificate[0]),
              server.certificate().getPublicKey().getAlgorithm().equals("RSA")
                  ? "ECDHE_RSA"
                  : "ECDHE_ECDSA");
      return true;
    } catch (CertificateException e) {
      // the platform has no clock but its own, which is beyond the validity here
      return String.valueOf(e.getCause()).contains("timestamp check failed");
    }
  }

  /** A defect for which it is refused. */
  record Defect(String what, CertificateBuilder builder, String code) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Defect> defects() {
    return Stream.of(
        new Defect(
            "another name",
            byOpenSsl().rawSan(new byte[] {48, 3, (byte) 0x82, 1, 'x'}),
            "identity-mismatch"),
        new Defect(
            "expired",
            byOpenSsl().validity(Verdicts.FROM, Verdicts.NOW.minus(DAY)),
            "certificate-expired"),
        new Defect("weak", byOpenSsl().key(KeyKind.RSA_1024), "weak-certificate"),
        new Defect(
            "a key that signs certificates only",
            byOpenSsl().keyUsage(KeyUsage.keyCertSign),
            "key-usage"),
        new Defect(
            "for e-mail",
            byOpenSsl().extendedKeyUsage(KeyPurposeId.id_kp_emailProtection),
            "key-usage"));
  }

  @ParameterizedTest
  @MethodSource("defects")
  void aTrustAnchorIsHeldToAllElse(Defect defect) {
    Issued server = defect.builder().selfSigned();

    assertEquals(defect.code(), Verdicts.refusal(Verdicts.verify(server, server.chain())).code());
  }

  @Test
  void anotherCertificateOfTheAnchorsNameAndKeyIsNotTheAnchor() {
    Issued anchor = byOpenSsl().selfSigned();
    Issued again = byOpenSsl().keyOf(anchor).selfSigned();

    assertEquals("self-signed", Verdicts.refusal(Verdicts.verify(anchor, again.chain())).code());
  }

  @Test
  void anAuthorityThatAnAnchorVouchesForIsNoServerUnlessItWasAccepted() {
    Issued server = byOpenSsl().issuedBy(ROOT);

    assertEquals(
        "invalid-certificate", Verdicts.refusal(Verdicts.verify(ROOT, server.chain())).code());
    assertEquals(ConfidentialityLevel.ENCRYPTED, level(pinned(server, server)));
    Issued other = byOpenSsl().issuedBy(ROOT);
    assertEquals("invalid-certificate", Verdicts.refusal(pinned(server, other)).code());
  }

  @Test
  void anAcceptedAuthorityThatWasRevokedIsRefused() {
    Issued server = byOpenSsl().issuedBy(ROOT);
    RevocationPolicy defaults = RevocationPolicy.defaults();
    CrlBuilder list =
        CrlBuilder.by(ROOT)
            .times(Verdicts.NOW.minus(DAY), Verdicts.NOW.plus(DAY))
            .revoking(server, Verdicts.NOW.minus(DAY), 1);

    assertEquals(
        "invalid-certificate",
        Verdicts.refusal(
                Verdicts.trusting(ROOT)
                    .withRevocation(
                        new RevocationPolicy(
                            RevocationPolicy.Requirement.SOFT,
                            new RevocationPolicy.GivenCrls(List.of(list.list())),
                            defaults.fetch(),
                            defaults.timeout()))
                    .expecting(List.of(Verdicts.NAME))
                    .withAccountPin(AccountPin.of(server.certificate()))
                    .verify(server.chain(), Verdicts.NOW))
            .code());
  }

  @Test
  void aRecordOfItsKeyIsEnoughAndPkixEeAsksForWhatTheTrustAnchorsAskFor() {
    Issued own = byOpenSsl().selfSigned();
    Issued issued = byOpenSsl().issuedBy(ROOT);
    TlsaRecord daneEe = Dane.record("3 1 1", own);
    TlsaRecord pkixEe = Dane.record("1 1 1", own);

    Dane.authenticated(Dane.verify(ROOT, own, Dane.PREFER, daneEe), daneEe);
    Dane.authenticated(Dane.verify(own, own, Dane.ALL_USAGES, pkixEe), pkixEe);
    Dane.mismatch(Dane.verify(ROOT, own, Dane.ALL_USAGES, pkixEe));
    Dane.mismatch(Dane.verify(ROOT, issued, Dane.ALL_USAGES, Dane.record("1 1 1", issued)));
  }
}
