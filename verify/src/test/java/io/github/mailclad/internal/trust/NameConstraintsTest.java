package io.github.mailclad.internal.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Outcome;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.Refusal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.OtherName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests of the names for which an authority with name constraints, root or intermediate, may issue.
 */
class NameConstraintsTest {
  private static final String SRV = "1.3.6.1.5.5.7.8.7";
  private static final String XMPP = "1.3.6.1.5.5.7.8.5";

  /**
   * One authority under constraints and one server.
   *
   * @param verdict {@code valid}, or the code of the refusal
   */
  record Row(
      String what,
      org.bouncycastle.asn1.x509.NameConstraints constraints,
      UnaryOperator<CertificateBuilder> server,
      String verdict) {
    @Override
    public String toString() {
      return what + ": " + verdict;
    }
  }

  private static Row permits(
      String what, GeneralName base, UnaryOperator<CertificateBuilder> server, String verdict) {
    return new Row("permits " + what, permitting(base), server, verdict);
  }

  private static Row excludes(
      String what, GeneralName base, UnaryOperator<CertificateBuilder> server, String verdict) {
    return new Row("excludes " + what, excluding(base), server, verdict);
  }

  private static org.bouncycastle.asn1.x509.NameConstraints permitting(GeneralName... bases) {
    return new org.bouncycastle.asn1.x509.NameConstraints(subtrees(bases), null);
  }

  private static org.bouncycastle.asn1.x509.NameConstraints excluding(GeneralName... bases) {
    return new org.bouncycastle.asn1.x509.NameConstraints(null, subtrees(bases));
  }

  private static GeneralSubtree[] subtrees(GeneralName... bases) {
    return Arrays.stream(bases).map(GeneralSubtree::new).toArray(GeneralSubtree[]::new);
  }

  private static GeneralName dns(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  private static GeneralName email(String name) {
    return new GeneralName(GeneralName.rfc822Name, name);
  }

  private static GeneralName uri(String name) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, name);
  }

  private static GeneralName ip(String hex) {
    return new GeneralName(GeneralName.iPAddress, new DEROctetString(HexFormat.of().parseHex(hex)));
  }

  private static GeneralName directory(String name) {
    return new GeneralName(new X500Name(name));
  }

  private static GeneralName other(String type, ASN1Encodable value) {
    return new GeneralName(
        GeneralName.otherName, new OtherName(new ASN1ObjectIdentifier(type), value));
  }

  private static GeneralName srv(String name) {
    return other(SRV, new DERIA5String(name));
  }

  private static CertificateBuilder bare() {
    return CertificateBuilder.server().subject("").validity(Lab.FROM, Lab.TO);
  }

  static Stream<Row> dnsNames() {
    UnaryOperator<CertificateBuilder> wildcard = c -> bare().dns("*.example.net");
    return Stream.of(
        permits("the domain above", dns("example.net"), c -> c, "valid"),
        permits("the very name", dns("MAIL.example.net"), c -> c, "valid"),
        permits("another domain", dns("example.org"), c -> c, "name-constraint"),
        permits("a domain that ends alike", dns("ample.net"), c -> c, "name-constraint"),
        permits("a name below", dns("a.mail.example.net"), c -> c, "name-constraint"),
        permits("one of two names", dns("example.net"), c -> c.dns("a.b"), "name-constraint"),
        permits("all of a wildcard", dns("example.net"), wildcard, "valid"),
        permits("a part of a wildcard", dns("a.example.net"), wildcard, "name-constraint"),
        permits("below, with a dot before", dns(".example.net"), c -> c, "valid"),
        permits("far below", dns(".net"), c -> c, "valid"),
        permits(
            "the name itself, with a dot before",
            dns(".mail.example.net"),
            c -> c,
            "name-constraint"),
        permits("a name that ends alike", dns(".ample.net"), c -> c, "name-constraint"),
        permits("all of a wildcard below", dns(".example.net"), wildcard, "valid"),
        permits("a part of a wildcard", dns(".a.example.net"), wildcard, "name-constraint"),
        permits("two dots before", dns("..example.net"), c -> c, "invalid-certificate"),
        permits("a dot alone", dns("."), c -> c, "invalid-certificate"),
        excludes("below, with a dot before", dns(".example.net"), c -> c, "name-constraint"),
        excludes("the name itself", dns(".mail.example.net"), c -> c, "name-constraint"),
        excludes("elsewhere, with a dot before", dns(".example.org"), c -> c, "valid"),
        excludes("a name of a wildcard", dns(".a.example.net"), wildcard, "name-constraint"),
        permits("a wildcard", dns("*.example.net"), c -> c, "invalid-certificate"),
        permits("no host name", dns("exa mple"), c -> c, "invalid-certificate"),
        permits("a broken name", dns("x"), c -> bare().dns(".x"), "name-constraint"),
        permits("a fragment", dns("example.net"), c -> c.dns("f*.example.net"), "name-constraint"),
        excludes("the domain above", dns("example.net"), c -> c, "name-constraint"),
        excludes("another domain", dns("example.org"), c -> c, "valid"),
        excludes("every name", dns(""), c -> c, "name-constraint"),
        excludes("a name of a wildcard", dns("a.example.net"), wildcard, "name-constraint"),
        excludes("all of a wildcard", dns("net"), wildcard, "name-constraint"),
        excludes("names below a wildcard", dns("a.b.example.net"), wildcard, "valid"),
        excludes("another name than a wildcard's", dns("aexample.net"), wildcard, "valid"));
  }

  static Stream<Row> addresses() {
    UnaryOperator<CertificateBuilder> four = c -> bare().ip("192.0.2.1");
    UnaryOperator<CertificateBuilder> six = c -> bare().ip("2001:db8::1");
    String v6 = "20010db8000000000000000000000000ffffffff000000000000000000000000";
    return Stream.of(
        permits("the network", ip("c0000200ffffff00"), four, "valid"),
        permits("another network", ip("c0000300ffffff00"), four, "name-constraint"),
        permits("networks of version 6 only", ip(v6), four, "name-constraint"),
        permits("the network of version 6", ip(v6), six, "valid"),
        excludes("the network", ip("c0000200ffffff00"), four, "name-constraint"),
        excludes("the network of version 6", ip(v6), six, "name-constraint"),
        excludes("another network", ip("c0000300ffffff00"), four, "valid"),
        permits("an address", ip("c0000201"), four, "invalid-certificate"),
        permits("a mask with gaps", ip("c0000200ff00ff00"), four, "invalid-certificate"),
        permits(
            "the network, and a range is named",
            ip("c0000200ffffff00"),
            c -> bare().ip("192.0.2.0/24"),
            "name-constraint"));
  }

  static Stream<Row> otherForms() {
    UnaryOperator<CertificateBuilder> box = c -> bare().email("Me@host.example");
    UnaryOperator<CertificateBuilder> inSubject = c -> c.subject("E=me@evil.example");
    UnaryOperator<CertificateBuilder> web = c -> bare().uri("https://www.host.example:8443/x");
    UnaryOperator<CertificateBuilder> named = c -> c.subject("C=DE,O=Example,CN=mail");
    return Stream.of(
        permits("the mailbox", email("Me@HOST.example"), box, "valid"),
        permits("another case of the mailbox", email("me@host.example"), box, "name-constraint"),
        permits("the host", email("host.example"), box, "valid"),
        permits("the domain", email(".example"), box, "valid"),
        permits("hosts below only", email(".host.example"), box, "name-constraint"),
        permits("two at signs", email("a@b@host.example"), box, "invalid-certificate"),
        permits(
            "other mailboxes than the subject's", email("a.example"), inSubject, "name-constraint"),
        excludes("the subject's mailbox", email("evil.example"), inSubject, "name-constraint"),
        excludes("other mailboxes", email("a.example"), inSubject, "valid"),
        permits("the host", uri("www.host.example"), web, "valid"),
        permits("the domain", uri(".host.example"), web, "valid"),
        permits("another host", uri("host.example"), web, "name-constraint"),
        excludes("the host", uri("www.host.example"), web, "name-constraint"),
        permits(
            "hosts, and an address is named",
            uri(".example"),
            c -> bare().uri("https://192.0.2.1/"),
            "name-constraint"),
        permits(
            "hosts, and none is named",
            uri(".example"),
            c -> bare().uri("urn:a:b"),
            "name-constraint"),
        permits("the first attributes", directory("C=DE,O=example"), named, "valid"),
        permits("another country", directory("C=AT"), named, "name-constraint"),
        excludes("the first attributes", directory("C=DE"), named, "name-constraint"),
        excludes(
            "a directoryName",
            directory("CN=x"),
            c -> c.directoryName("CN=x,O=y"),
            "name-constraint"));
  }

  static Stream<Row> services() {
    UnaryOperator<CertificateBuilder> imaps = c -> bare().srv("_imaps.example.net");
    return Stream.of(
        permits("the service there", srv("_imaps.example.net"), imaps, "valid"),
        permits("the service", srv("_IMAPS"), imaps, "valid"),
        permits("the domain", srv("net"), imaps, "valid"),
        permits("another service", srv("_imap.example.net"), imaps, "name-constraint"),
        permits("another domain", srv("example.org"), imaps, "name-constraint"),
        excludes("the service", srv("_imaps"), imaps, "name-constraint"),
        excludes("the domain", srv("example.net"), imaps, "name-constraint"),
        excludes("another service", srv("_imap"), imaps, "valid"),
        permits("services, and none is named", srv("_imap"), c -> c, "valid"),
        permits("no form of a SRVName", srv("_"), imaps, "invalid-certificate"),
        permits(
            "another string type",
            other(SRV, new DERUTF8String("_imaps")),
            imaps,
            "invalid-certificate"),
        permits("services", srv("example.net"), c -> bare().srv("imaps"), "name-constraint"),
        excludes(
            "another otherName, which is there",
            other(XMPP, new DERUTF8String("x")),
            c -> c.otherName(XMPP, new DERUTF8String("y")),
            "name-constraint"),
        excludes(
            "another otherName, which is not there",
            other(XMPP, new DERUTF8String("x")),
            c -> c,
            "valid"));
  }

  @ParameterizedTest
  @MethodSource({"dnsNames", "addresses", "otherForms", "services"})
  @Requirement(
      value = {"D-5-5", "D-5.3-1"},
      heldBy = {"ConstrainedPath", "NameConstraints", "Subtree"})
  void namesAreHeldToTheConstraintsOfEveryAuthority(Row row) {
    Issued plainRoot = Lab.root("Root");
    Issued between =
        Lab.authority("Constrained").nameConstraints(row.constraints()).issuedBy(plainRoot);
    Issued root = Lab.authority("Constrained").nameConstraints(row.constraints()).selfSigned();

    for (Issued issuer : List.of(between, root)) {
      Issued server = row.server().apply(Lab.server()).issuedBy(issuer);
      Outcome<ValidPath> result = Lab.trusting(plainRoot, root).validate(server.chain(), Lab.NOW);
      if (row.verdict().equals("valid")) {
        Lab.valid(result);
      } else {
        assertEquals(row.verdict(), Lab.refusal(result).code(), result.toString());
      }
    }
  }

  @Test
  @Requirement(value = "D-5-5", heldBy = "NameConstraints")
  void aMinimumOrMaximumIsNotUnderstood() {
    GeneralSubtree minimum = new GeneralSubtree(dns("example.net"), BigInteger.ONE, null);
    GeneralSubtree maximum =
        new GeneralSubtree(dns("example.net"), BigInteger.ZERO, BigInteger.TEN);

    for (GeneralSubtree subtree : List.of(minimum, maximum)) {
      Issued root =
          Lab.authority("Root")
              .nameConstraints(
                  new org.bouncycastle.asn1.x509.NameConstraints(
                      new GeneralSubtree[] {subtree}, null))
              .selfSigned();
      assertEquals("invalid-certificate", code(root, Lab.server()));
    }
  }

  @Test
  @Requirement(value = "D-5-5", heldBy = "NameConstraints")
  void aMalformedExtensionIsADefectAndNeverNoConstraint() {
    byte[][] malformed = {
      {},
      {48, 0},
      {5, 0},
      {48, 2, (byte) 0xa0, 0},
      {48, 2, (byte) 0xa2, 0},
      {48, (byte) 0x80, 0, 0},
      {48, 4, (byte) 0xa0, 2, 5, 0},
      {1, 1, 1},
      HexFormat.of().parseHex("300aa008300682016182016200".substring(0, 24)),
    };
    for (byte[] value : malformed) {
      Issued root =
          Lab.authority("Root").criticalExtension(Extension.nameConstraints, value).selfSigned();
      assertEquals(
          "invalid-certificate", code(root, Lab.server()), HexFormat.of().formatHex(value));
    }
  }

  @Test
  void whatIsNotDerUnderConstraintsIsADefectOfItsCertificate() {
    Issued root =
        Lab.authority("Root").nameConstraints(permitting(dns("example.net"))).selfSigned();

    assertEquals(
        "invalid-certificate",
        code(root, Lab.server().rawSan(new byte[] {48, (byte) 0x81, 3, (byte) 0x82, 1, 'x'})));
  }

  @Test
  void constraintsHoldForIntermediatesButNotForSelfIssuedOnes() {
    Issued root =
        Lab.authority("Root").nameConstraints(permitting(dns("example.net"))).selfSigned();
    Issued outside = Lab.authority("Outside").dns("example.org").issuedBy(root);
    Issued renewed = Lab.authority("Root").dns("example.org").issuedBy(root);

    assertEquals("name-constraint", code(root, Lab.server(), outside));
    Lab.valid(
        Lab.trusting(root).validate(Lab.with(Lab.server().issuedBy(renewed), renewed), Lab.NOW));
  }

  @Test
  void theEmptyDomainIsEveryNameAndThePlatformCannotReadIt() {
    Issued plain = Lab.root("Plain");
    Issued root = Lab.authority("Root").nameConstraints(permitting(dns(""))).selfSigned();
    Issued between = Lab.authority("Between").nameConstraints(permitting(dns(""))).issuedBy(plain);

    Lab.valid(Lab.trusting(root).validate(Lab.server().issuedBy(root).chain(), Lab.NOW));
    assertEquals("invalid-certificate", code(plain, Lab.server(), between));
  }

  @Test
  void constraintsOfAllAuthoritiesHoldTogether() {
    Issued root =
        Lab.authority("Root")
            .nameConstraints(permitting(dns("a.example"), dns("b.example")))
            .selfSigned();
    Issued narrower =
        Lab.authority("Narrower").nameConstraints(permitting(dns("b.example"))).issuedBy(root);
    Issued wider =
        Lab.authority("Wider").nameConstraints(permitting(dns("c.example"))).issuedBy(root);

    Lab.valid(
        Lab.trusting(root).validate(bare().dns("b.example").issuedBy(narrower).chain(), Lab.NOW));
    assertEquals("name-constraint", code(root, bare().dns("a.example"), narrower));
    assertEquals("name-constraint", code(root, bare().dns("c.example"), wider));
  }

  @Test
  @Requirement(value = "R9525-7.6-1", heldBy = "ConstrainedPath")
  void theKindsThatThePathPermitsAreTold() {
    Issued dnsOnly =
        Lab.authority("DNS").nameConstraints(permitting(dns("example.net"))).selfSigned();
    Issued both =
        Lab.authority("Both")
            .nameConstraints(permitting(dns("example.net"), srv("example.net")))
            .selfSigned();
    Issued without = Lab.authority("Without").nameConstraints(excluding(dns("x"))).selfSigned();

    assertEquals(Set.of(NameKind.DNS), constrained(dnsOnly));
    assertEquals(Set.of(NameKind.DNS, NameKind.SRV), constrained(both));
    assertEquals(Set.of(), constrained(without));
  }

  @Test
  void theRefusalNamesBothCertificatesAndTheName() {
    Issued root = Lab.authority("Narrow Root").nameConstraints(permitting(dns("a.b"))).selfSigned();
    Refusal refusal =
        Lab.refusal(Lab.trusting(root).validate(Lab.server().issuedBy(root).chain(), Lab.NOW));
    String explained = refusal.explain("x");

    for (String part : List.of("CN=Narrow Root", "CN=Lab Server", "dNSName mail.example.net")) {
      assertTrue(explained.contains(part), explained);
    }
  }

  private static Set<NameKind> constrained(Issued root) {
    Issued server = Lab.server().srv("_imaps.example.net").issuedBy(root);
    return Lab.valid(Lab.trusting(root).validate(server.chain(), Lab.NOW)).constrained();
  }

  private static String code(Issued root, CertificateBuilder server) {
    return code(root, server, root);
  }

  private static String code(Issued root, CertificateBuilder server, Issued issuer) {
    return Lab.refusal(Lab.trusting(root).validate(server.issuedBy(issuer).chain(), Lab.NOW))
        .code();
  }
}
