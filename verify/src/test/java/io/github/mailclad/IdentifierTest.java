package io.github.mailclad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.Identifier.SrvId;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingsRefusal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the reference identifiers that follow from a person's input. */
class IdentifierTest {

  static Stream<String> noServers() {
    return Stream.of(
            // rows 13, 20, 40, 63 and 64 of the truth table
            List.of("mail..example.net", ".example.net", "mail.example.net..", "..", ".", ""),
            List.of("mail_1.example.net", "-a.example", "a-.example", "a b.example", " a.example"),
            List.of("*.example.net", "*", "mail.*.example", "a\0.example", "a\n", "a/b", "a:b@c"),
            List.of(
                "0300.0.2.1", "3221225985", "192.0.2", "0x7f000001", "192.0.2.256", "1.2.3.4.5"),
            List.of("192.0.2.01", "127.1", "a.0x7f", "192.0.2.1.", "1."),
            List.of("fe80::1%eth0", "[fe80::1%25eth0]", "2001:db8::1::", ":", "[]", "12345::1"),
            List.of("a".repeat(64) + ".example", "a.".repeat(127) + "ab", "\u00e9".repeat(60)),
            // these are one name in IDNA 2003 and another one in IDNA 2008: rows 48 and 49
            List.of(
                "fa\u00df.example", "\u03b2\u03cc\u03bb\u03bf\u03c2.example", "a\u200db.example"))
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("noServers")
  @Requirement(
      value = {"R9525-6.3", "X-19"},
      heldBy = {"Host", "DomainNames"})
  void textThatCannotNameAServerIsRefusedWithTheReason(String written) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Host.of(written));

    assertFalse(String.valueOf(refused.getMessage()).isBlank());
  }

  @Test
  void aNameThatIdnaVersionsDisagreeAboutIsToBeWrittenInALabels() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Host.of("fa\u00df.example"));

    assertTrue(String.valueOf(refused.getMessage()).endsWith("write it in A-labels (xn--...)"));
    assertEquals(new DnsId("xn--fa-hia.example"), Host.of("xn--fa-hia.example").identifier());
  }

  @ParameterizedTest
  @ValueSource(strings = {"::ffff:192.0.2.1", "[::ffff:192.0.2.1]", "::FFFF:c000:0201"})
  void anIpv4MappedAddressIsNoIpv4Address(String written) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Host.of(written));

    assertEquals(
        "an IPv4-mapped IPv6 address is another identifier than the IPv4 address; write that one",
        refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "localhost:465|it has a port; write localhost, and set the port to 465",
        "[::1]:465|it has a port; write [::1], and set the port to 465",
        "192.0.2.1:993|it has a port; write 192.0.2.1, and set the port to 993",
        "http://mail.example.org|it is a URL; write mail.example.org",
        "imaps://mail.example.org:993/INBOX|it is a URL; write mail.example.org, and set the port to 993",
        "imaps://alice:secret@mail.example.org/|it is a URL; write mail.example.org",
        "smtp://|it is a URL; write the host name alone",
        "alice@example.org|it is an address or has a user name; write example.org",
        "localhost,|',' is not allowed; write localhost",
        "a.example,b.example|',' is not allowed; name one host",
        "a.example; b.example|';' is not allowed; name one host",
        " mail.example.org|a blank is not allowed; write mail.example.org",
        "mail.example.org |a blank is not allowed; write mail.example.org",
        "mail example|a blank is not allowed; name one host",
        "mail_server|'_' is not allowed; write the host name alone",
        "mail.example.org/|'/' is not allowed; write the host name alone",
        "*.example.org|'*' is not allowed; write the host name alone",
        "   |it is empty",
      })
  void aMistakenHostGetsACorrection(String written, String words) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Host.of(written));

    assertEquals(words, refused.getMessage());
  }

  @Test
  void whatStandsBeforeAHostIsNotShown() {
    Refusal refusal =
        new SettingsRefusal.InvalidHost("imaps://alice:s3cret@mail.example.org", "it is a URL");

    assertFalse(refusal.explain("mail connection").contains("s3cret"));
  }

  @Test
  void addressesAreDistinguishedFromNames() {
    assertTrue(Host.of("192.0.2.1").address().isPresent());
    assertTrue(Host.of("0.0.0.0").address().isPresent());
    assertTrue(Host.of("255.255.255.255").address().isPresent());
    assertEquals(Host.of("2001:db8::1"), Host.of("[2001:DB8:0::1]"));
    assertEquals("mx1.example", Host.of("MX1.example.").text());
    assertEquals("1.2.example", Host.of("1.2.example").text());
  }

  @Test
  void lettersBeyondAsciiAreNoLettersOfAHostName() {
    for (String name : List.of("\u212aeys.example", "mai\u0130.example", "\u017fmtp.example")) {
      assertThrows(IllegalArgumentException.class, () -> new DnsId(name), name);
      assertThrows(IllegalArgumentException.class, () -> new SrvId("imaps", name), name);
    }
    assertThrows(IllegalArgumentException.class, () -> new SrvId("\u017fubmission", "a.example"));
  }

  @Test
  void identifiersAreNormalizedAndShownInTheStandardsWords() {
    assertEquals("DNS-ID mail.example.net", new DnsId("Mail.Example.NET").toString());
    assertEquals("SRV-ID _imaps.example.net", new SrvId("IMAPS", "Example.NET").toString());
    assertEquals("IP-ID 192.0.2.1", Host.of("192.0.2.1").identifier().toString());
    assertThrows(IllegalArgumentException.class, () -> new Host(new SrvId("imaps", "example.net")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_imaps", "imaps.tcp", "*", "im aps", "-"})
  void aServiceLabelIsOneLabelWithoutUnderscore(String service) {
    assertThrows(IllegalArgumentException.class, () -> new SrvId(service, "example.net"));
  }
}
