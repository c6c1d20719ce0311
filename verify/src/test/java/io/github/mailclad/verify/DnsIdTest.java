package io.github.mailclad.verify;

import static io.github.mailclad.verify.IdentityCase.discovered;
import static io.github.mailclad.verify.IdentityCase.hosts;
import static io.github.mailclad.verify.IdentityCase.match;
import static io.github.mailclad.verify.IdentityCase.no;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.Identifier;
import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of the truth table about DNS-IDs with and without a wildcard. */
class DnsIdTest {
  private static final List<Identifier> MAIL = hosts("mail.example.net");

  static Stream<IdentityCase> plain() {
    return Stream.of(
        match(1, MAIL, c -> c.dns("mail.example.net")),
        match(2, hosts("MAIL.Example.NET"), c -> c.dns("mail.example.net")),
        match(3, MAIL, c -> c.dns("Mail.EXAMPLE.net")),
        match(4, MAIL, c -> c.dns("a.example.net", "mail.example.net")),
        no(5, MAIL, c -> c.dns("imap.example.net")),
        no(6, MAIL, c -> c.dns("example.net")),
        match(7, hosts("mail.example.net", "example.net"), c -> c.dns("example.net")),
        no(8, hosts("example.net"), c -> c.dns("mail.example.net")),
        no(9, MAIL, c -> c.dns("mail.example.net.evil.example")),
        no(10, MAIL, c -> c.dns("xmail.example.net")),
        match(11, hosts("mail.example.net."), c -> c.dns("mail.example.net")),
        no(12, MAIL, c -> c.dns("mail.example.net.")),
        no(14, MAIL, c -> c.dns(".example.net")),
        no(15, MAIL, c -> c.dns(" ").subject("CN=mail.example.net")),
        no(16, MAIL, c -> c.dns(" mail.example.net")),
        no(17, MAIL, c -> c.dns("mail.example.net\0.evil.example")),
        no(18, MAIL, c -> c.dns("mail.example.net\n")),
        no(19, MAIL, c -> c.rawDns("ma\u00ecl.example.net".getBytes(StandardCharsets.ISO_8859_1))),
        no(20, MAIL, c -> c.dns("mail_1.example.net")),
        match(21, hosts("localhost"), c -> c.dns("localhost")),
        no(22, hosts("localhost"), c -> c.dns("*")),
        no(23, discovered("imaps", "example.net"), c -> c.dns("_imaps._tcp.example.net")),
        no(24, discovered("imaps", "example.net"), c -> c.dns("_imaps.example.net")),
        match(115, MAIL, c -> c.dns("bad name", "mail.example.net")),
        no(117, MAIL, c -> c.dns("x".repeat(64) + ".example.net", "a.".repeat(127) + "net")));
  }

  @ParameterizedTest
  @MethodSource("plain")
  @Requirement(
      value = {
        "R7817-3-1",
        "R7817-3-4",
        "R7817-3-7",
        "R7817-3-13",
        "D-3.1-2",
        "D-3.2-3",
        "D-3.3-2"
      },
      heldBy = {"PeerVerifier", "IdentityMatcher", "PresentedIdentifiers"})
  void aDnsIdMatchesTheWholeName(IdentityCase row) {
    row.hold();
  }

  static Stream<IdentityCase> wildcards() {
    return Stream.of(
        match(25, MAIL, c -> c.dns("*.example.net")),
        no(26, hosts("example.net"), c -> c.dns("*.example.net")),
        no(27, hosts("a.b.example.net"), c -> c.dns("*.example.net")),
        no(28, hosts("foo.example.net"), c -> c.dns("f*.example.net")),
        no(29, hosts("foo.example.net"), c -> c.dns("*oo.example.net")),
        no(30, hosts("foo.example.net"), c -> c.dns("f*o.example.net")),
        no(31, hosts("a.b.example.net"), c -> c.dns("a.*.example.net")),
        no(32, hosts("a.b.example.net"), c -> c.dns("*.*.example.net")),
        no(33, hosts("example.com"), c -> c.dns("*.com")),
        no(35, hosts("foo.example.net"), c -> c.dns("**.example.net")),
        no(36, hosts("xn--caf-dma.example.net"), c -> c.dns("xn--*.example.net")),
        match(37, hosts("xn--caf-dma.example.net"), c -> c.dns("*.example.net")),
        match(38, hosts("mail.caf\u00e9.example"), c -> c.dns("*.xn--caf-dma.example")),
        match(39, hosts("MAIL.EXAMPLE.NET"), c -> c.dns("*.Example.Net")),
        match(41, MAIL, c -> c.dns("*.example.org", "mail.example.net")),
        no(42, MAIL, c -> c.dns("*mail.example.net", "*.net")),
        no(43, hosts("192.0.2.1"), c -> c.dns("*.0.2.1")));
  }

  @ParameterizedTest
  @MethodSource("wildcards")
  @Requirement(
      value = {"R7817-3-11", "R7817-3-12", "X-18"},
      heldBy = {"IdentityMatcher", "PresentedIdentifiers"})
  void aWildcardMatchesOneWholeLeftmostLabel(IdentityCase row) {
    row.hold();
  }

  @ParameterizedTest
  @MethodSource({"plain", "wildcards"})
  void theMachinesLanguageHasNoSay(IdentityCase row) {
    Locale before = Locale.getDefault();
    Locale.setDefault(new Locale("tr", "TR"));
    try {
      row.hold();
      IdentityCase.match(53, hosts("MAIL.EXAMPLE.NET"), c -> c.dns("mail.example.net")).hold();
    } finally {
      Locale.setDefault(before);
    }
  }

  /** There is no list of public suffixes, so row 34 differs from the table by decision. */
  @Test
  void aBaseOfTwoLabelsIsEnoughForAWildcard() {
    match(34, hosts("example.co.uk"), c -> c.dns("*.co.uk")).hold();
  }

  @Test
  void theFirstReferenceIdentifierThatMatchesIsReported() {
    Issued root = Verdicts.authority("Root").selfSigned();
    Issued server = Verdicts.server().dns("other.example.net").issuedBy(root);
    PeerVerifier verifier =
        Verdicts.trusting(root)
            .expecting(hosts("unknown.example", "other.example.net", "mail.example.net"));

    assertEquals(
        new DnsId("other.example.net"),
        Verdicts.accepted(verifier.verify(server.chain(), Verdicts.NOW)).matched());
  }

  @Test
  void theLastOfFiveThousandNamesMatches() {
    Issued root = Verdicts.authority("Root").selfSigned();
    String[] names = new String[5000];
    for (int i = 0; i < names.length; i++) {
      names[i] = "host" + i + ".example.net";
    }
    Issued server = Verdicts.server().dns(names).dns("last.example.net").issuedBy(root);
    PeerVerifier verifier = Verdicts.trusting(root).expecting(hosts("last.example.net"));

    assertEquals(
        new DnsId("last.example.net"),
        Verdicts.accepted(verifier.verify(server.chain(), Verdicts.NOW)).matched());
  }

  @Test
  void aVerifierKeepsNoNameOfOneCertificateForAnother() {
    Issued root = Verdicts.authority("Root").selfSigned();
    List<X509Certificate> right = Verdicts.server().issuedBy(root).chain();
    List<X509Certificate> wrong =
        CertificateBuilder.server()
            .dns("other.example.net")
            .validity(Verdicts.FROM, Verdicts.TO)
            .issuedBy(root)
            .chain();
    PeerVerifier verifier = Verdicts.trusting(root).expecting(List.of(Verdicts.NAME));
    for (int i = 0; i < 2; i++) {
      Verdicts.accepted(verifier.verify(right, Verdicts.NOW));
      assertEquals(
          "identity-mismatch", Verdicts.refusal(verifier.verify(wrong, Verdicts.NOW)).code());
    }
  }
}
