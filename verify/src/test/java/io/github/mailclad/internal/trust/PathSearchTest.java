package io.github.mailclad.internal.trust;

import static io.github.mailclad.internal.trust.Lab.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.Outcome;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The good path is found among others, and what an anchor says about itself holds. */
class PathSearchTest {
  private final Issued root = Lab.root("Root");

  @Test
  void aCrossSignedAuthorityIsFollowedToTheRootThatIsTrusted() {
    Issued oldRoot = Lab.root("Old Root");
    Issued between = Lab.authority("Between").issuedBy(root);
    Issued crossSigned = Lab.authority("Root").keyOf(root).issuedBy(oldRoot);
    Issued server = Lab.server().issuedBy(between);
    List<X509Certificate> chain = Lab.with(server, crossSigned);

    assertEquals(root.certificate(), anchor(Lab.trusting(root), chain));
    assertEquals(oldRoot.certificate(), anchor(Lab.trusting(oldRoot), chain));
    assertEquals(root.certificate(), anchor(Lab.trusting(oldRoot, root), chain));
  }

  @Test
  void ofTwoAuthoritiesWithOneNameTheOneThatSignedIsFound() {
    Issued first = Lab.authority("Twin").issuedBy(root);
    Issued second = Lab.authority("Twin").issuedBy(root);
    Issued server = Lab.server().issuedBy(second);

    Lab.valid(Lab.trusting(root).validate(Lab.with(server, first), NOW));
    Lab.valid(
        Lab.trusting(root)
            .validate(
                List.of(server.certificate(), first.certificate(), second.certificate()), NOW));
  }

  @Test
  @Requirement(value = "D-5-5", heldBy = "CertificateRules")
  void anExpiredAnchorIsNoAnchorAndItsSuccessorIs() {
    Issued expired =
        Lab.authority("Root").keyOf(root).validity(Lab.FROM, NOW.minusSeconds(1)).selfSigned();
    Issued server = Lab.server().issuedBy(root);

    assertEquals(
        "certificate-expired",
        Lab.refusal(Lab.trusting(expired).validate(server.chain(), NOW)).code());
    assertEquals(root.certificate(), anchor(Lab.trusting(expired, root), server.chain()));
  }

  @Test
  void aConstrainedPathIsLeftForOneThatIsNot() {
    Issued other = Lab.root("Other Root");
    Issued free = Lab.authority("Between").issuedBy(other);
    Issued constrained =
        Lab.authority("Between").keyOf(free).nameConstraints(permitted("a.example")).issuedBy(root);
    Issued server = Lab.server().issuedBy(constrained);

    assertEquals(other.certificate(), anchor(Lab.trusting(root, other), Lab.with(server, free)));
    assertEquals(
        "name-constraint",
        Lab.refusal(Lab.trusting(root, other).validate(server.chain(), NOW)).code());
  }

  @Test
  void intermediatesThatAreKnownNeedNotBePresentedAndAreNotTrusted() {
    Issued between = Lab.authority("Between").issuedBy(root);
    List<X509Certificate> alone = List.of(Lab.server().issuedBy(between).certificate());
    List<X509Certificate> known = List.of(between.certificate());
    PathValidator knowing =
        new PathValidator(List.of(root.certificate()), known, 16, "the anchors");
    PathValidator trustingNobody =
        new PathValidator(Lab.certificates(Lab.root("Stranger")), known, 16, "the anchors");

    Lab.valid(knowing.validate(alone, NOW));
    assertEquals("untrusted-issuer", Lab.refusal(trustingNobody.validate(alone, NOW)).code());
  }

  @Test
  void theAccountsLimitCountsAuthoritiesThatAreNotSelfIssued() {
    Issued first = Lab.authority("First").issuedBy(root);
    Issued again = Lab.authority("First").issuedBy(first);
    Issued second = Lab.authority("Second").issuedBy(first);
    PathValidator one = limited(1);

    Lab.valid(limited(0).validate(Lab.server().issuedBy(root).chain(), NOW));
    Lab.valid(one.validate(Lab.server().issuedBy(first).chain(), NOW));
    Issued belowAgain = Lab.server().issuedBy(again);
    Lab.valid(one.validate(Lab.with(belowAgain, again, first), NOW));
    assertEquals(
        "path-length",
        Lab.refusal(limited(0).validate(Lab.server().issuedBy(first).chain(), NOW)).code());
    assertEquals(
        "path-length",
        Lab.refusal(one.validate(Lab.server().issuedBy(second).chain(), NOW)).code());
  }

  private PathValidator limited(int longestPath) {
    return new PathValidator(List.of(root.certificate()), List.of(), longestPath, "the anchors");
  }

  /**
   * A defect of the authority that issued the server's certificate.
   *
   * @param verdict the code of the refusal, or {@code valid}
   */
  record AnchorRow(String what, UnaryOperator<CertificateBuilder> defect, String verdict) {
    @Override
    public String toString() {
      return what + ": " + verdict;
    }
  }

  static Stream<AnchorRow> anchors() {
    ASN1ObjectIdentifier unheardOf = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
    byte[] nothing = {5, 0};
    return Stream.of(
        new AnchorRow(
            "not yet valid",
            c -> c.validity(NOW.plusSeconds(1), Lab.TO),
            "certificate-not-yet-valid"),
        new AnchorRow("RSA of 1024 bits", c -> c.key(KeyKind.RSA_1024), "weak-certificate"),
        new AnchorRow("DSA", c -> c.key(KeyKind.DSA_2048), "weak-certificate"),
        new AnchorRow(
            "says nothing of authorities",
            CertificateBuilder::noBasicConstraints,
            "invalid-certificate"),
        new AnchorRow("may not sign", c -> c.keyUsage(KeyUsage.cRLSign), "key-usage"),
        new AnchorRow("without keyUsage", c -> c.keyUsage(0), "valid"),
        new AnchorRow(
            "unknown critical extension",
            c -> c.criticalExtension(unheardOf, nothing),
            "invalid-certificate"),
        new AnchorRow("unknown extension", c -> c.extension(unheardOf, nothing), "valid"),
        new AnchorRow(
            "policy constraints that are not critical, and begin far below",
            c ->
                c.extension(
                    new ASN1ObjectIdentifier("2.5.29.36"), new byte[] {48, 3, (byte) 0x80, 1, 5}),
            "valid"),
        new AnchorRow(
            "policy constraints that are not critical, and not met",
            c ->
                c.extension(
                    new ASN1ObjectIdentifier("2.5.29.36"), new byte[] {48, 3, (byte) 0x80, 1, 0}),
            "invalid-certificate"),
        new AnchorRow(
            "for e-mail only",
            c -> c.extendedKeyUsage(KeyPurposeId.id_kp_emailProtection),
            "key-usage"),
        new AnchorRow(
            "for servers", c -> c.extendedKeyUsage(KeyPurposeId.id_kp_serverAuth), "valid"),
        new AnchorRow(
            "for any purpose", c -> c.extendedKeyUsage(KeyPurposeId.anyExtendedKeyUsage), "valid"),
        new AnchorRow("signed over SHA-1 by itself", c -> c.signature("SHA1withECDSA"), "valid"),
        new AnchorRow("version 1", CertificateBuilder::version1, "valid"));
  }

  @ParameterizedTest
  @MethodSource("anchors")
  @Requirement(
      value = {"D-5-5", "R9325-4.5-1"},
      heldBy = {"CertificateRules", "CertificateStrength"})
  void whatAnAnchorSaysAboutItselfHolds(AnchorRow row) {
    Issued anchor = row.defect().apply(Lab.authority("Anchor")).selfSigned();
    verdict(row, Lab.trusting(anchor), Lab.server().issuedBy(anchor));
  }

  static Stream<AnchorRow> intermediates() {
    return anchors()
        .filter(
            row -> !row.what().startsWith("version 1") && !row.what().startsWith("signed over"));
  }

  @ParameterizedTest
  @MethodSource("intermediates")
  @Requirement(
      value = {"D-5-5", "R9325-4.5-1"},
      heldBy = {"CertificateRules", "CertificateStrength"})
  void whatAnIntermediateSaysAboutItselfHolds(AnchorRow row) {
    Issued between = row.defect().apply(Lab.authority("Between")).issuedBy(root);
    verdict(row, Lab.trusting(root), Lab.server().issuedBy(between));
  }

  private static void verdict(AnchorRow row, PathValidator validator, Issued server) {
    Outcome<ValidPath> result = validator.validate(server.chain(), NOW);
    if (row.verdict().equals("valid")) {
      Lab.valid(result);
    } else {
      assertEquals(row.verdict(), Lab.refusal(result).code(), result.toString());
    }
  }

  @Test
  void anAnchorsPathLenConstraintHolds() {
    Issued narrow = Lab.authority("Narrow").ca(0).selfSigned();
    Issued between = Lab.authority("Between").issuedBy(narrow);

    Lab.valid(Lab.trusting(narrow).validate(Lab.server().issuedBy(narrow).chain(), NOW));
    assertEquals(
        "path-length",
        Lab.refusal(Lab.trusting(narrow).validate(Lab.server().issuedBy(between).chain(), NOW))
            .code());
  }

  static Stream<AnchorRow> servers() {
    return Stream.of(
        new AnchorRow("may not sign", c -> c.keyUsage(KeyUsage.keyEncipherment), "key-usage"),
        new AnchorRow(
            "may sign certificates",
            c -> c.keyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign),
            "key-usage"),
        new AnchorRow("any usage", c -> c.keyUsage(0), "valid"),
        new AnchorRow(
            "name constraints",
            c -> c.nameConstraints(permitted("example.net")),
            "invalid-certificate"),
        new AnchorRow(
            "names in an extension that may be skipped",
            PathSearchTest::namelessButNotCritical,
            "invalid-certificate"),
        new AnchorRow("names in a critical extension", c -> c.subject(""), "valid"));
  }

  private static CertificateBuilder namelessButNotCritical(CertificateBuilder server) {
    byte[] names = {48, 3, (byte) 0x82, 1, 'x'};
    return CertificateBuilder.server()
        .subject("")
        .validity(Lab.FROM, Lab.TO)
        .extension(new ASN1ObjectIdentifier("2.5.29.17"), names);
  }

  @ParameterizedTest
  @MethodSource("servers")
  @Requirement(value = "D-5-5", heldBy = "CertificateRules")
  void whatAServerSaysAboutItselfHolds(AnchorRow row) {
    verdict(row, Lab.trusting(root), row.defect().apply(Lab.server()).issuedBy(root));
  }

  @Test
  void theFirstAndTheLastSecondCountWhole() {
    PathValidator validator = Lab.trusting(root);
    List<X509Certificate> chain = Lab.server().issuedBy(root).chain();

    Lab.valid(validator.validate(chain, Lab.TO.plusMillis(999)));
    Lab.valid(Lab.trusting(root).validate(chain, Lab.TO.plusMillis(999)));
    Refusal refusal = Lab.refusal(validator.validate(chain, Lab.FROM.minusMillis(1)));
    assertEquals("certificate-not-yet-valid", refusal.code());
  }

  private static NameConstraints permitted(String domain) {
    return new NameConstraints(
        new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain))},
        null);
  }

  private static X509Certificate anchor(PathValidator validator, List<X509Certificate> chain) {
    TrustEvidence.Pkix evidence = Lab.valid(validator.validate(chain, NOW)).evidence();
    return evidence.anchor();
  }
}
