package io.github.mailclad.internal.trust;

import static io.github.mailclad.internal.trust.Lab.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.CertificateRefusal.OutsideValidity;
import io.github.mailclad.refusal.CertificateRefusal.OutsideValidity.Suspect;
import io.github.mailclad.refusal.PathRefusal;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

/** Tests that the refusal names each frequent cause. */
class UntrustedChainTest {
  private final Issued root = Lab.authority("CN=Root,O=Example Trust").selfSigned();
  private final Issued stranger = Lab.root("Stranger");

  @Test
  @Requirement(value = "D-5-5", heldBy = "UntrustedChain")
  void aSelfSignedServerIsCalledThat() {
    Refusal refusal = refusal(root, Lab.server().selfSigned().chain());

    assertEquals("self-signed", refusal.code());
    assertTrue(refusal.remedy().contains("trust-anchors"));
  }

  @Test
  void aPrivateAuthorityIsNamedWithTheSettingThatWouldTrustIt() {
    Issued server = Lab.server().issuedBy(stranger);
    PathRefusal.UntrustedIssuer refusal =
        assertInstanceOf(
            PathRefusal.UntrustedIssuer.class, refusal(root, Lab.with(server, stranger)));

    assertEquals("CN=Stranger", refusal.last().subject());
    assertTrue(refusal.remedy().contains("trust-anchors"));
    assertTrue(refusal.explain("x").contains(refusal.last().sha256()));
  }

  @Test
  void aMissingIntermediateIsKnownByThePlaceThatTheCertificateNames() throws IOException {
    byte[] access =
        new AuthorityInformationAccess(
                AccessDescription.id_ad_caIssuers,
                new GeneralName(
                    GeneralName.uniformResourceIdentifier, "http://ca.example/between.der"))
            .getEncoded("DER");
    Issued between = Lab.authority("Between").issuedBy(root);
    Issued server = Lab.server().extension(Extension.authorityInfoAccess, access).issuedBy(between);
    Refusal refusal = refusal(root, List.of(server.certificate()));

    assertEquals("missing-intermediate", refusal.code());
    assertTrue(refusal.explain("x").contains("http://ca.example/between.der"));
    Lab.valid(Lab.trusting(root).validate(server.chain(), NOW));
  }

  @Test
  void aMissingIntermediateIsKnownByTheOrganizationOfAnAnchor() {
    Issued between = Lab.authority("CN=Between,O=Example Trust").issuedBy(root);
    Issued server = Lab.server().issuedBy(between);
    Issued elsewhere = Lab.server().issuedBy(Lab.authority("CN=A,O=Else").issuedBy(root));

    assertEquals(
        "a trust anchor is of the same organization: O=Example Trust,CN=Root",
        hint(refusal(root, List.of(server.certificate()))));
    assertEquals("untrusted-issuer", refusal(root, List.of(elsewhere.certificate())).code());
  }

  @Test
  void anOrganizationWithoutANameIsNobodysKin() {
    Issued blankRoot = Lab.authority("CN=Blank Root,O=\\ ").selfSigned();
    Issued blank = Lab.authority("CN=Blank,O=\\ ").issuedBy(blankRoot);
    Issued server = Lab.server().issuedBy(blank);

    assertEquals("untrusted-issuer", refusal(blankRoot, List.of(server.certificate())).code());
  }

  @Test
  void onlyTheUriOfTheIssuersCertificateIsTheHint() throws IOException {
    GeneralName ocsp =
        new GeneralName(GeneralName.uniformResourceIdentifier, "http://ocsp.example");
    GeneralName directory = new GeneralName(new X500Name("CN=Directory"));
    GeneralName place = new GeneralName(GeneralName.uniformResourceIdentifier, "http://ca.example");
    AccessDescription status = new AccessDescription(AccessDescription.id_ad_ocsp, ocsp);
    AccessDescription entry = new AccessDescription(AccessDescription.id_ad_caIssuers, directory);
    AccessDescription file = new AccessDescription(AccessDescription.id_ad_caIssuers, place);
    Issued between = Lab.authority("Between").issuedBy(root);

    assertEquals(
        "it says that its issuer's certificate is at http://ca.example",
        hint(refusal(root, List.of(pointing(between, status, entry, file)))));
    assertEquals(
        "untrusted-issuer", refusal(root, List.of(pointing(between, status, entry))).code());
  }

  private static X509Certificate pointing(Issued issuer, AccessDescription... places)
      throws IOException {
    return Lab.server()
        .extension(
            Extension.authorityInfoAccess, new AuthorityInformationAccess(places).getEncoded("DER"))
        .issuedBy(issuer)
        .certificate();
  }

  private static String hint(Refusal refusal) {
    return assertInstanceOf(PathRefusal.MissingIntermediate.class, refusal).hint().toString();
  }

  @Test
  void anInspectingProductIsNamed() {
    Issued product = Lab.authority("CN=Zscaler Intermediate Root CA,O=Zscaler Inc.").selfSigned();
    Refusal refusal = refusal(root, Lab.server().issuedBy(product).chain());

    assertEquals("inspected-connection", refusal.code());
    assertTrue(refusal.summary().contains("Zscaler"));
    Lab.valid(Lab.trusting(product).validate(Lab.server().issuedBy(product).chain(), NOW));
  }

  @Test
  void aBrokenSignatureIsToldFromANamesakesKey() {
    Issued namesake = Lab.authority("CN=Root,O=Example Trust").selfSigned();

    assertEquals(
        "broken-signature",
        refusal(root, Lab.server().brokenSignature().issuedBy(root).chain()).code());
    assertEquals("untrusted-issuer", refusal(root, Lab.server().issuedBy(namesake).chain()).code());
  }

  @Test
  void aWrongClockIsToldFromABadCertificate() {
    Issued between = Lab.authority("Between").issuedBy(root);
    List<X509Certificate> chain = Lab.server().issuedBy(between).chain();
    List<X509Certificate> renewedTooLate =
        Lab.server().validity(Lab.FROM, NOW.minusSeconds(1)).issuedBy(between).chain();
    List<X509Certificate> installedTooEarly =
        Lab.server().validity(NOW.plusSeconds(1), Lab.TO).issuedBy(between).chain();

    assertEquals(Suspect.CLOCK, suspect(chain, Instant.EPOCH));
    assertEquals(Suspect.CLOCK, suspect(chain, Lab.TO.plus(Duration.ofDays(1))));
    assertEquals(Suspect.CERTIFICATE, suspect(renewedTooLate, NOW));
    assertEquals(Suspect.CERTIFICATE, suspect(installedTooEarly, NOW));
  }

  private Suspect suspect(List<X509Certificate> chain, Instant now) {
    return assertInstanceOf(
            OutsideValidity.class, Lab.refusal(Lab.trusting(root).validate(chain, now)))
        .suspect();
  }

  @Test
  void expiredYesterdayIsToldFromLongAgo() {
    assertTrue(expired(Duration.ofDays(3650)).contains("10 years ago"));
    assertTrue(expired(Duration.ofDays(5)).contains("5 days ago"));
    assertTrue(expired(Duration.ofHours(30)).contains("30 hours ago"));
    assertTrue(expired(Duration.ofSeconds(3)).contains("3 seconds ago"));
  }

  private String expired(Duration ago) {
    Issued server =
        CertificateBuilder.server()
            .validity(NOW.minus(ago).minusSeconds(60), NOW.minus(ago))
            .issuedBy(root);
    return refusal(root, server.chain()).summary();
  }

  private static Refusal refusal(Issued anchor, List<X509Certificate> chain) {
    return Lab.refusal(Lab.trusting(anchor).validate(chain, NOW));
  }
}
