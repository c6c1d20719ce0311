package io.github.mailclad.verify;

import static io.github.mailclad.verify.Verdicts.FROM;
import static io.github.mailclad.verify.Verdicts.NOW;
import static io.github.mailclad.verify.Verdicts.TO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One good path, and every way in which exactly one defect spoils it. */
class CertificationPathTest {
  private static final ASN1ObjectIdentifier UNHEARD_OF =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * A path of root, intermediate and server.
   *
   * @param what the defect in words
   * @param intermediate the change of a good intermediate
   * @param server the change of a good server's certificate
   * @param code the code of the refusal
   * @param says the text of the explanation
   */
  record Defect(
      String what,
      UnaryOperator<CertificateBuilder> intermediate,
      UnaryOperator<CertificateBuilder> server,
      String code,
      String says) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Defect atServer(
      String what, UnaryOperator<CertificateBuilder> defect, String code, String says) {
    return new Defect("server: " + what, good -> good, defect, code, says);
  }

  private static Defect atIntermediate(
      String what, UnaryOperator<CertificateBuilder> defect, String code, String says) {
    return new Defect("intermediate: " + what, defect, good -> good, code, says);
  }

  static Stream<Defect> timeDefects() {
    return Stream.of(
        atServer(
            "expired a second ago",
            c -> c.validity(FROM, NOW.minus(SECOND)),
            "certificate-expired",
            "expired 1 second ago"),
        atServer(
            "valid from the next second",
            c -> c.validity(NOW.plus(SECOND), TO),
            "certificate-not-yet-valid",
            "becomes valid in 1 second"),
        atIntermediate(
            "expired a second ago",
            c -> c.validity(FROM, NOW.minus(SECOND)),
            "certificate-expired",
            "CN=Intermediate"),
        atIntermediate(
            "valid from the next second",
            c -> c.validity(NOW.plus(SECOND), TO),
            "certificate-not-yet-valid",
            "CN=Intermediate"));
  }

  static Stream<Defect> usageDefects() {
    return Stream.of(
        atServer(
            "is an authority",
            c -> c.ca().keyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign),
            "invalid-certificate",
            "an authority"),
        atServer(
            "signs certificates only", CertificateBuilder::ca, "key-usage", "digitalSignature"),
        atServer("of version 1", CertificateBuilder::version1, "invalid-certificate", "version 3"),
        atServer(
            "for e-mail protection only",
            c -> c.extendedKeyUsage(KeyPurposeId.id_kp_emailProtection),
            "key-usage",
            "serverAuth"),
        atServer(
            "for clients only",
            c -> c.extendedKeyUsage(KeyPurposeId.id_kp_clientAuth),
            "key-usage",
            "serverAuth"),
        atServer(
            "for any purpose, which does not say servers",
            c -> c.extendedKeyUsage(KeyPurposeId.anyExtendedKeyUsage),
            "key-usage",
            "serverAuth"),
        atServer(
            "with a critical extension nobody knows",
            c -> c.criticalExtension(UNHEARD_OF, new byte[] {5, 0}),
            "invalid-certificate",
            "critical"),
        atServer(
            "with a broken signature",
            CertificateBuilder::brokenSignature,
            "broken-signature",
            "the signature of the certificate of CN=Lab Server is wrong"),
        atIntermediate(
            "with a broken signature, so that the root did not issue it",
            CertificateBuilder::brokenSignature,
            "broken-signature",
            "CN=Intermediate"),
        atIntermediate(
            "does not say that it is an authority",
            CertificateBuilder::noBasicConstraints,
            "invalid-certificate",
            "CN=Intermediate"),
        atIntermediate(
            "says that it is no authority",
            c ->
                CertificateBuilder.server()
                    .subject("CN=Intermediate")
                    .validity(FROM, TO)
                    .keyUsage(KeyUsage.keyCertSign),
            "invalid-certificate",
            "CN=Intermediate"),
        atIntermediate(
            "may not sign certificates",
            c -> c.keyUsage(KeyUsage.digitalSignature),
            "key-usage",
            "keyCertSign"),
        atIntermediate(
            "with a critical extension nobody knows",
            c -> c.criticalExtension(UNHEARD_OF, new byte[] {5, 0}),
            "invalid-certificate",
            "critical"),
        atIntermediate(
            "for other domains",
            c -> c.nameConstraints(permitted("example.org")),
            "name-constraint",
            "CN=Intermediate may not issue certificates for dNSName mail.example.net"));
  }

  private static NameConstraints permitted(String domain) {
    return new NameConstraints(
        new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain))},
        null);
  }

  static Stream<Defect> weakDefects() {
    return Stream.of(
        atServer(
            "RSA key of 1024 bits",
            c -> c.key(KeyKind.RSA_1024),
            "weak-certificate",
            "an RSA key of 1024 bits"),
        atIntermediate(
            "RSA key of 1024 bits",
            c -> c.key(KeyKind.RSA_1024),
            "weak-certificate",
            "CN=Intermediate is too weak: it has an RSA key of 1024 bits"),
        atServer("DSA key", c -> c.key(KeyKind.DSA_2048), "weak-certificate", "DSA"),
        atIntermediate("DSA key", c -> c.key(KeyKind.DSA_2048), "weak-certificate", "DSA"),
        atServer(
            "signed over SHA-1",
            c -> c.signature("SHA1withECDSA"),
            "weak-certificate",
            "SHA1withECDSA"),
        atIntermediate(
            "signed over SHA-1",
            c -> c.signature("SHA1withECDSA"),
            "weak-certificate",
            "CN=Intermediate is too weak: it has a signature with SHA1withECDSA"));
  }

  @ParameterizedTest
  @MethodSource("timeDefects")
  @Requirement(
      value = {"D-5-5", "D-5.3-1"},
      heldBy = {"PeerVerifier", "PathValidator", "CertificateRules"})
  void aCertificateOutsideItsTimeIsRefused(Defect defect) {
    refusedForTheDefectAlone(defect);
  }

  @ParameterizedTest
  @MethodSource("usageDefects")
  @Requirement(
      value = {"D-5-5", "D-5.3-1"},
      heldBy = {"PeerVerifier", "PathValidator", "CertificateRules"})
  void aPathThatBreaksARuleIsRefused(Defect defect) {
    refusedForTheDefectAlone(defect);
  }

  @ParameterizedTest
  @MethodSource("weakDefects")
  @Requirement(
      value = {"R9325-4.5-1", "R9325-4.5-2"},
      heldBy = {"PeerVerifier", "CertificateStrength"})
  void aWeakKeyOrSignatureIsRefused(Defect defect) {
    refusedForTheDefectAlone(defect);
  }

  private static void refusedForTheDefectAlone(Defect defect) {
    Issued root = Verdicts.authority("Root").selfSigned();
    List<X509Certificate> spoiled = chain(root, defect.intermediate(), defect.server());
    List<X509Certificate> sound = chain(root, good -> good, good -> good);

    Refusal refusal = Verdicts.refusal(Verdicts.verify(root, spoiled));
    String explained = refusal.explain("mail.example.net:993");

    assertEquals(defect.code(), refusal.code(), explained);
    assertTrue(explained.contains(defect.says()), explained);
    Verdicts.accepted(Verdicts.verify(root, sound));
  }

  private static List<X509Certificate> chain(
      Issued root,
      UnaryOperator<CertificateBuilder> intermediate,
      UnaryOperator<CertificateBuilder> server) {
    Issued between = intermediate.apply(Verdicts.authority("Intermediate")).issuedBy(root);
    return server.apply(Verdicts.server()).issuedBy(between).chain();
  }
}
