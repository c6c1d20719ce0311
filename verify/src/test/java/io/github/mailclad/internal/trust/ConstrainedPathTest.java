package io.github.mailclad.internal.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.Outcome;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.OtherName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the names to which constraints apply. */
class ConstrainedPathTest {
  private static final String XMPP = "1.3.6.1.5.5.7.8.5";
  private static final GeneralName DOMAIN = new GeneralName(GeneralName.dNSName, "example.net");
  private static final GeneralName SRV = other("1.3.6.1.5.5.7.8.7", "example.net");
  private static final GeneralName CHAT = other(XMPP, "x");

  private static GeneralName other(String type, String value) {
    return new GeneralName(
        GeneralName.otherName,
        new OtherName(
            new ASN1ObjectIdentifier(type),
            type.equals(XMPP) ? new DERUTF8String(value) : new DERIA5String(value)));
  }

  private static NameConstraints permitting(GeneralName... bases) {
    return new NameConstraints(
        Stream.of(bases).map(GeneralSubtree::new).toArray(GeneralSubtree[]::new), null);
  }

  private static NameConstraints excluding(GeneralName base) {
    return new NameConstraints(null, new GeneralSubtree[] {new GeneralSubtree(base)});
  }

  private static String code(Issued anchor, Issued server) {
    Outcome<ValidPath> result = Lab.trusting(anchor).validate(server.chain(), Lab.NOW);
    return result.refusal().isEmpty() ? "valid" : Lab.refusal(result).code();
  }

  @Test
  @Requirement(value = "D-5-5", heldBy = "ConstrainedPath")
  void anEndEntityWithTheNameOfItsIssuerIsHeldToTheConstraintsAllTheSame() {
    Issued root = Lab.authority("Root").nameConstraints(permitting(DOMAIN)).selfSigned();

    assertEquals("valid", code(root, Lab.server().subject("CN=Root").issuedBy(root)));
    assertEquals(
        "name-constraint",
        code(root, Lab.server().subject("CN=Root").dns("example.org").issuedBy(root)));
  }

  @Test
  void theConstraintsOfAnAuthorityAreForTheNamesBelowItAndNotForItsOwn() {
    GeneralName parent = new GeneralName(GeneralName.dNSName, "org");
    Issued root = Lab.authority("Root").nameConstraints(permitting(DOMAIN, parent)).selfSigned();
    Issued outside =
        Lab.authority("Outside")
            .dns("example.org")
            .nameConstraints(permitting(DOMAIN))
            .issuedBy(root);

    assertEquals("valid", code(root, Lab.server().issuedBy(outside)));
  }

  @Test
  void theConstraintsOfAnEndEntityAreForNobody() throws Exception {
    Issued root = Lab.root("Root");
    Issued server = Lab.server().nameConstraints(permitting(DOMAIN)).issuedBy(root);

    assertEquals(Set.of(), new ConstrainedPath(Lab.certificates(server, root)).permittedKinds());
  }

  @Test
  void aConstraintThatCannotBeEvaluatedIsOfTheKindOther() throws Exception {
    Issued root = Lab.authority("Root").nameConstraints(permitting(CHAT)).selfSigned();

    assertEquals(
        Set.of(NameKind.OTHER),
        new ConstrainedPath(Lab.certificates(Lab.server().issuedBy(root), root)).permittedKinds());
  }

  /** Constraints of the root and a name of the server beside its dNSName. */
  record Row(
      String what,
      UnaryOperator<CertificateBuilder> root,
      UnaryOperator<CertificateBuilder> server,
      boolean bothOtherNames) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Row> otherNames() {
    UnaryOperator<CertificateBuilder> imaps = c -> c.srv("_imaps.example.net");
    UnaryOperator<CertificateBuilder> chat = c -> c.otherName(XMPP, new DERUTF8String("me"));
    return Stream.of(
        new Row("no constraint, SRVName", c -> c, imaps, false),
        new Row("dNSName, SRVName", c -> c.nameConstraints(permitting(DOMAIN)), imaps, false),
        new Row("dNSName, other", c -> c.nameConstraints(permitting(DOMAIN)), chat, false),
        new Row("SRVName, neither", c -> c.nameConstraints(permitting(SRV)), c -> c, false),
        new Row("other, neither", c -> c.nameConstraints(excluding(CHAT)), c -> c, false),
        new Row("SRVName, SRVName", c -> c.nameConstraints(permitting(SRV)), imaps, true),
        new Row("SRVName, other", c -> c.nameConstraints(permitting(SRV)), chat, true),
        new Row("other, SRVName", c -> c.nameConstraints(excluding(CHAT)), imaps, true));
  }

  @ParameterizedTest
  @MethodSource("otherNames")
  void otherNamesUnderConstraintsOnOtherNamesAreKnown(Row row) throws Exception {
    Issued root = row.root().apply(Lab.authority("Root")).selfSigned();
    Issued server = row.server().apply(Lab.server()).issuedBy(root);
    ConstrainedPath path = new ConstrainedPath(List.of(server.certificate(), root.certificate()));
    path.violation(new WorkCounter());

    assertEquals(row.bothOtherNames(), path.hasConstrainedOtherNames());
  }
}
