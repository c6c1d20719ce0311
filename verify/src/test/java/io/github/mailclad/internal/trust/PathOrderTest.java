package io.github.mailclad.internal.trust;

import static io.github.mailclad.internal.trust.Lab.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.trust.Authority.Fit;
import io.github.mailclad.refusal.PathRefusal;
import io.github.mailclad.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

/**
 * Tests of the order of the authorities, of its limits, and of the reported defect among several.
 */
class PathOrderTest {
  private static final byte[] GARBAGE = {5, 0};
  private final Issued root = Lab.root("Root");

  @Test
  void theKeyThatACertificateNamesIsTriedFirst() {
    Issued right = Lab.authority("Twin").issuedBy(root);
    Issued wrong = Lab.authority("Twin").issuedBy(root);
    Issued silent =
        Lab.authority("Twin").extension(Extension.subjectKeyIdentifier, GARBAGE).issuedBy(root);
    Issued server = Lab.server().issuedBy(right);
    WorkCounter work = new WorkCounter();

    assertEquals(Fit.SAME_KEY, fit(right, server));
    assertEquals(Fit.OTHER_KEY, fit(wrong, server));
    assertEquals(Fit.UNKNOWN, fit(silent, server));
    Lab.valid(
        Lab.trusting(root).validate(Lab.certificates(server, wrong, silent, right), NOW, work));
    assertEquals(2, work.signatures());
  }

  @Test
  void aKeyThatMayBeTheOneIsTriedBeforeOneThatIsAnother() {
    Issued right =
        Lab.authority("Twin").extension(Extension.subjectKeyIdentifier, GARBAGE).issuedBy(root);
    Issued wrong = Lab.authority("Twin").issuedBy(root);
    WorkCounter work = new WorkCounter();

    Lab.valid(
        Lab.trusting(root)
            .validate(Lab.certificates(Lab.server().issuedBy(right), wrong, right), NOW, work));
    assertEquals(2, work.signatures());
  }

  private static Fit fit(Issued authority, Issued server) {
    return Authority.intermediate(authority.certificate()).fits(server.certificate());
  }

  @Test
  @Requirement(value = "D-5-5", heldBy = "PathSearch")
  void aKeyThatDidNotSignIsNotTakenForTheIssuerUnderAnyOfItsCertificates() {
    Issued real = Lab.authority("Twin").issuedBy(Lab.root("Stranger"));
    Issued first = Lab.authority("Twin").issuedBy(root);
    Issued again = Lab.authority("Twin").keyOf(first).issuedBy(root);
    Issued server = Lab.server().issuedBy(real);
    WorkCounter work = new WorkCounter();

    Refusal refusal =
        Lab.refusal(Lab.trusting(root).validate(Lab.certificates(server, first, again), NOW, work));

    assertEquals("untrusted-issuer", refusal.code());
    assertEquals(1, work.signatures());
  }

  @Test
  void ofTwoDefectivePathsTheOneThatIsValidNowIsTold() {
    Issued expired = Lab.authority("Twin").validity(Lab.FROM, NOW.minusSeconds(1)).issuedBy(root);
    Issued mayNotSign =
        Lab.authority("Twin").keyOf(expired).keyUsage(KeyUsage.cRLSign).issuedBy(root);
    Issued server = Lab.server().issuedBy(expired);

    for (List<X509Certificate> chain :
        List.of(
            Lab.certificates(server, expired, mayNotSign),
            Lab.certificates(server, mayNotSign, expired))) {
      assertEquals("key-usage", Lab.refusal(Lab.trusting(root).validate(chain, NOW)).code());
    }
  }

  @Test
  void ofTwoDeadEndsOfOneLengthTheLikelierIsTold() {
    Issued first = Lab.authority("Twin").issuedBy(Lab.root("Stranger"));
    Issued second = Lab.authority("Twin").keyOf(first).issuedBy(Lab.root("Other Stranger"));
    Issued server = Lab.server().issuedBy(first);
    PathRefusal.UntrustedIssuer refusal =
        assertInstanceOf(
            PathRefusal.UntrustedIssuer.class,
            Lab.refusal(Lab.trusting(root).validate(Lab.certificates(server, first, second), NOW)));

    assertEquals(CertificateSummary.of(first.certificate(), 1), refusal.last());
  }

  @Test
  @Requirement(value = "D-5-5", heldBy = "PathSearch")
  void aPathHas16AuthoritiesBesideItsAnchorAtMost() {
    Issued issuer = root;
    for (int i = 0; i < PathValidator.LONGEST_PATH; i++) {
      issuer = Lab.authority("Authority " + i).issuedBy(issuer);
    }
    Issued oneMore = Lab.authority("One more").issuedBy(issuer);

    assertEquals(
        PathValidator.LONGEST_PATH + 1,
        Lab.valid(Lab.trusting(root).validate(Lab.server().issuedBy(issuer).chain(), NOW))
            .evidence()
            .path()
            .size());
    assertEquals(
        "untrusted-issuer",
        Lab.refusal(Lab.trusting(root).validate(Lab.server().issuedBy(oneMore).chain(), NOW))
            .code());
  }

  @Test
  @Requirement(value = "D-5-5", heldBy = "PathValidator")
  void theVerdictIsAboutWhatThePlatformReadsAndNotAboutAnotherReadersCertificates()
      throws Exception {
    Issued between = Lab.authority("Between").issuedBy(root);
    List<X509Certificate> foreign = new ArrayList<>();
    for (X509Certificate certificate : Lab.server().issuedBy(between).chain()) {
      foreign.add(readByAnother(certificate));
    }

    for (X509Certificate certificate :
        Lab.valid(Lab.trusting(root).validate(foreign, NOW)).evidence().path()) {
      assertSame(X509Certificate.class.getModule(), certificate.getClass().getModule());
    }
  }

  private static X509Certificate readByAnother(X509Certificate certificate)
      throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509", new BouncyCastleProvider())
            .generateCertificate(new ByteArrayInputStream(certificate.getEncoded()));
  }
}
