package io.github.mailclad.internal.trust;

import static io.github.mailclad.internal.trust.Lab.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.CertificateRefusal.InvalidCertificate;
import io.github.mailclad.refusal.PathRefusal;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.junit.jupiter.api.Test;

/** Tests of the rules that the platform adds, and of the certificates that it does not judge. */
class PlatformValidationTest {
  /** An explicit policy is required from here on (RFC 5280, section 4.2.1.11). */
  private static final byte[] EXPLICIT_POLICY = {48, 3, (byte) 0x80, 1, 0};

  private static final GeneralName SRV =
      new GeneralName(
          GeneralName.otherName,
          new OtherName(
              new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.7"), new DERIA5String("example.net")));

  private final Issued root = Lab.root("Root");

  private InvalidCertificate refusal(Issued server) {
    return assertInstanceOf(
        InvalidCertificate.class, Lab.refusal(Lab.trusting(root).validate(server.chain(), NOW)));
  }

  @Test
  @Requirement(value = "D-5-5", heldBy = "PlatformValidation")
  void aPathWithoutThePolicyThatAnAuthorityRequiresIsRefusedAtTheCertificateThatLacksIt() {
    Issued requiring =
        Lab.authority("Requiring")
            .criticalExtension(Extension.policyConstraints, EXPLICIT_POLICY)
            .issuedBy(root);
    Issued without = Lab.authority("Without").issuedBy(requiring);
    InvalidCertificate refusal = refusal(Lab.server().issuedBy(without));

    assertEquals("CN=Without", refusal.certificate().subject());
    assertEquals(1, refusal.certificate().position());
    assertTrue(refusal.rule().toString().endsWith("(RFC 5280, section 6.1)"), refusal::toString);
  }

  @Test
  void policiesOfMoreThan8KiBAreTooMuchWork() throws IOException {
    Lab.valid(
        Lab.trusting(root)
            .validate(
                Lab.server()
                    .extension(Extension.certificatePolicies, policies(400))
                    .issuedBy(root)
                    .chain(),
                NOW));
    Refusal refusal =
        Lab.refusal(
            Lab.trusting(root)
                .validate(
                    Lab.server()
                        .extension(Extension.certificatePolicies, policies(800))
                        .issuedBy(root)
                        .chain(),
                    NOW));

    assertEquals(new PathRefusal.TooMuchWork("more than 8192 octets of policies"), refusal);
  }

  private static byte[] policies(int count) throws IOException {
    return new CertificatePolicies(
            IntStream.range(0, count)
                .mapToObj(
                    i -> new PolicyInformation(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999." + i)))
                .toArray(PolicyInformation[]::new))
        .getEncoded("DER");
  }

  @Test
  void policyMappingsThatCannotBeReadAreADefect() {
    Issued between =
        Lab.authority("Between")
            .extension(Extension.policyMappings, new byte[] {5, 0})
            .issuedBy(root);
    InvalidCertificate refusal = refusal(Lab.server().issuedBy(between));

    assertEquals(
        "its policyMappings are malformed (RFC 5280, section 6.1)", refusal.rule().toString());
    assertEquals(1, refusal.certificate().position());
  }

  private static CertificateBuilder permitting(CertificateBuilder authority, GeneralName... bases) {
    return authority.nameConstraints(
        new NameConstraints(
            IntStream.range(0, bases.length)
                .mapToObj(i -> new GeneralSubtree(bases[i]))
                .toArray(GeneralSubtree[]::new),
            null));
  }

  @Test
  void policyConstraintsBesideConstraintsOfOtherNamesAreRefused() {
    Issued between =
        permitting(Lab.authority("Between"), SRV)
            .criticalExtension(Extension.policyConstraints, new byte[] {48, 3, (byte) 0x80, 1, 5})
            .issuedBy(root);
    InvalidCertificate refusal = refusal(Lab.server().srv("_imaps.example.net").issuedBy(between));

    assertEquals(
        "policy constraints beside constraints of otherNames (RFC 5280, section 6.1)",
        refusal.rule().toString());
    assertEquals(1, refusal.certificate().position());
    Lab.valid(Lab.trusting(root).validate(Lab.server().issuedBy(between).chain(), NOW));
  }

  @Test
  void theAuthoritiesAreJudgedEvenWhereTheEndEntityCannotBe() {
    GeneralName everyName = new GeneralName(GeneralName.dNSName, "");
    Issued above = permitting(Lab.authority("Above"), SRV, everyName).issuedBy(root);
    Issued between = Lab.authority("Between").dns("ca.example.net").issuedBy(above);
    Issued good = permitting(Lab.authority("Good"), SRV).issuedBy(root);
    InvalidCertificate refusal = refusal(Lab.server().srv("_imaps.example.net").issuedBy(between));

    assertTrue(
        refusal.rule().toString().startsWith("the platform cannot validate it"), refusal::toString);
    assertEquals(1, refusal.certificate().position());
    Lab.valid(
        Lab.trusting(root)
            .validate(Lab.server().srv("_imaps.example.net").issuedBy(good).chain(), NOW));
  }
}
