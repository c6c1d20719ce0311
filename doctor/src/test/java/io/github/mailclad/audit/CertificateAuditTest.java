package io.github.mailclad.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.LegacyTls;
import io.github.mailclad.fixtures.OcspAnswer;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.fixtures.TlsFront;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

class CertificateAuditTest extends AuditOfOneHost {
  @Test
  @Requirement(value = "D-4.4-1", heldBy = "RevocationCheck")
  void aStapledResponseIsTheStatus() {
    Issued issued = certificate(HOST);
    byte[] good = OcspAnswer.about(issued, root).der();
    byte[] revoked =
        OcspAnswer.about(issued, root).revoked(Instant.now().minus(Duration.ofDays(1)), 1).der();
    assertEquals(Status.PASS, revocation(issued, LegacyTls.tls12().stapling(good)).status());
    Finding bad = revocation(issued, LegacyTls.tls12().stapling(revoked));
    assertEquals(Status.FAIL, bad.status());
    assertTrue(bad.sentence().endsWith("[revoked]"), bad.sentence());
    Finding other =
        revocation(
            issued, LegacyTls.tls12().stapling(OcspAnswer.about(certificate(HOST), root).der()));
    assertEquals(Status.WARN, other.status());
    assertEquals(
        "not usable: stapled OCSP response: it is about another certificate", other.sentence());
    // a later day does not make the response of today old
    now = now.plus(Duration.ofDays(20));
    assertEquals(Status.PASS, revocation(issued, LegacyTls.tls12().stapling(good)).status());
  }

  @Test
  @Requirement(value = "D-4.4-1", heldBy = "RevocationCheck")
  void withoutAResponseTheSourcesOfTheCertificateAreNamed() throws Exception {
    Issued silent = certificate(HOST);
    assertEquals(Status.NOT_OBSERVABLE, revocation(silent, LegacyTls.tls12()).status());
    Issued naming =
        CertificateBuilder.server()
            .dns(HOST)
            .extension(
                Extension.authorityInfoAccess,
                new AuthorityInformationAccess(
                        AccessDescription.id_ad_ocsp,
                        new GeneralName(
                            GeneralName.uniformResourceIdentifier, "http://ocsp.example.org/"))
                    .getEncoded())
            .issuedBy(root);
    Finding finding = revocation(naming, LegacyTls.tls12());
    assertEquals(Status.NOT_OBSERVABLE, finding.status());
    assertEquals("http://ocsp.example.org/", finding.evidence().get("OCSP responders"));
    assertEquals("the certificate names none", finding.evidence().get("lists"));
  }

  @Test
  @Requirement(value = "D-4.4-1", heldBy = "RevocationCheck")
  void aCertificateThatRequiresAResponseNeedsOne() {
    Issued issued = CertificateBuilder.server().dns(HOST).mustStaple().issuedBy(root);
    byte[] good = OcspAnswer.about(issued, root).der();
    assertEquals(Status.PASS, revocation(issued, LegacyTls.tls12().stapling(good)).status());
    Finding bad = revocation(issued, LegacyTls.tls12());
    assertEquals(Status.FAIL, bad.status());
    assertTrue(bad.sentence().endsWith("[must-staple]"), bad.sentence());
  }

  @Test
  @Requirement(
      value = {"A-KEYLEN", "D-4.4-1"},
      heldBy = "CertificateChecks")
  void weakKeysAndOtherPurposesMakeAChainInvalid() {
    Issued sound = CertificateBuilder.server().dns(HOST).key(KeyKind.RSA_2048).issuedBy(root);
    Issued weak = CertificateBuilder.server().dns(HOST).key(KeyKind.RSA_1024).issuedBy(root);
    Issued purpose =
        CertificateBuilder.server()
            .dns(HOST)
            .extendedKeyUsage(KeyPurposeId.id_kp_clientAuth)
            .issuedBy(root);
    assertEquals(Status.PASS, chain(sound).status());
    assertEquals(Status.FAIL, chain(weak).status());
    assertTrue(chain(weak).sentence().endsWith("[weak-certificate]"), chain(weak)::sentence);
    assertEquals(Status.FAIL, chain(purpose).status());
    assertTrue(chain(purpose).sentence().endsWith("[key-usage]"), chain(purpose)::sentence);
  }

  @Test
  @Requirement(value = "A-SIG", heldBy = "TlsChecks")
  void aHandshakeThatIsSignedWithSha1IsAWarning() {
    Issued rsa = CertificateBuilder.server().dns(HOST).key(KeyKind.RSA_2048).issuedBy(root);
    Finding weak = finding(audit(rsa, LegacyTls.tls12().signingWithSha1()), Catalogue.SIGNATURE);
    assertEquals(Status.WARN, weak.status());
    assertEquals("signature scheme 0x0201", weak.evidence().get("answer"));
    // TLS 1.3 has no SHA-1 at all
    Issued ec = CertificateBuilder.server().dns(HOST).key(KeyKind.EC_P256).issuedBy(root);
    Finding sound = finding(audit(ec, LegacyTls.tls13()), Catalogue.SIGNATURE);
    assertEquals(Status.PASS, sound.status());
  }

  @Test
  @Requirement(
      value = {"A-SNI-1", "D-4.4-2", "R6186-5-1"},
      heldBy = "ServerNameChecks")
  void clientsWithoutAServerNameOrWithTheMailDomainAreServed() {
    Issued issued = certificate(HOST);
    assertEquals(Status.PASS, finding(audit(issued, LegacyTls.tls12()), Catalogue.SNI).status());
    for (String refused : List.of("", "example.org")) {
      Finding bad =
          finding(audit(issued, LegacyTls.tls12().refusingServerName(refused)), Catalogue.SNI);
      assertEquals(Status.WARN, bad.status());
      assertEquals(
          "closed the connection",
          bad.evidence().get(refused.isEmpty() ? "no server name" : "the mail domain"));
      assertEquals("the same certificate", bad.evidence().get("unknown server name"));
    }
  }

  private Finding revocation(Issued issued, LegacyTls tls) {
    return finding(audit(issued, tls), Catalogue.CERTIFICATE_REVOCATION);
  }

  private Finding chain(Issued issued) {
    return finding(audit(issued, LegacyTls.tls12()), Catalogue.CERTIFICATE_CHAIN);
  }

  private AuditReport audit(Issued issued, LegacyTls tls) {
    try (TlsFront server =
        TlsFront.builder().certificate(issued).dialogue(new ImapDialogue()).legacy(tls).start()) {
      ports.put(993, server.port());
      return audit(dns);
    }
  }
}
