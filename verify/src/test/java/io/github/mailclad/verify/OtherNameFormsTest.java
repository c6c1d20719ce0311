package io.github.mailclad.verify;

import static io.github.mailclad.verify.IdentityCase.hosts;
import static io.github.mailclad.verify.IdentityCase.no;
import static io.github.mailclad.verify.IdentityCase.reject;

import io.github.mailclad.Identifier;
import io.github.mailclad.fixtures.Requirement;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of the truth table about names that never identify a server, and defective extensions. */
class OtherNameFormsTest {
  private static final List<Identifier> MAIL = hosts("mail.example.net");
  private static final String CN = "CN=mail.example.net";
  private static final String XMPP_ADDR = "1.3.6.1.5.5.7.8.5";

  static Stream<IdentityCase> commonNames() {
    X500Name twoNames =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.CN, "a.example")
            .addRDN(BCStyle.CN, "mail.example.net")
            .build();
    X500Name nul =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.CN, new DERUTF8String("mail.example.net\0.evil.example"))
            .build();
    return Stream.of(
        no(95, MAIL, c -> c.subject(CN)),
        no(96, MAIL, c -> c.subject(CN).dns("other.example.net")),
        no(97, MAIL, c -> c.subject(CN).srv("_pop3s.example.org")),
        no(98, MAIL, c -> c.subject(CN).ip("192.0.2.1")),
        no(99, MAIL, c -> c.subject(CN).email("a@example.net")),
        no(100, MAIL, c -> c.subject(CN).uri("imap://mail.example.net")),
        no(101, MAIL, c -> c.subject(CN).otherName(XMPP_ADDR, new DERUTF8String("example.net"))),
        no(102, MAIL, c -> c.subject("CN=*.example.net")),
        no(103, hosts("foo.example.net"), c -> c.subject("CN=f*.example.net")),
        no(104, MAIL, c -> c.subject(twoNames)),
        no(105, MAIL, c -> c.subject("CN=mail.example.net+OU=x")),
        no(106, MAIL, c -> c.subject("O=foo CN\\=mail.example.net,CN=evil.example")),
        no(107, MAIL, c -> c.subject(nul)),
        no(108, hosts("example.net"), c -> c.subject("CN=example.net")));
  }

  @ParameterizedTest
  @MethodSource("commonNames")
  @Requirement(
      value = {"R7817-3-10", "X-18"},
      heldBy = "PresentedIdentifiers")
  void theCommonNameNeverIdentifiesAServer(IdentityCase row) {
    row.hold();
  }

  static Stream<IdentityCase> otherForms() {
    return Stream.of(
        no(109, MAIL, c -> c.uri("imap://mail.example.net")),
        no(110, MAIL, c -> c.email("user@mail.example.net")),
        no(111, MAIL, c -> c.directoryName(CN)));
  }

  @ParameterizedTest
  @MethodSource("otherForms")
  @Requirement(value = "R7817-3-9", heldBy = "PresentedIdentifiers")
  void otherFormsOfNamesNeverIdentifyAServer(IdentityCase row) {
    row.hold();
  }

  static Stream<IdentityCase> defects() {
    byte[] indefiniteLength = {48, (byte) 0x80, (byte) 0x82, 1, 'x', 0, 0};
    byte[] longLength = {48, (byte) 0x81, 3, (byte) 0x82, 1, 'x'};
    byte[] octetBehind = {48, 3, (byte) 0x82, 1, 'x', 0};
    byte[] noTag = {48, 3, 22, 1, 'x'};
    return Stream.of(
        reject(112, MAIL, c -> c.subject(CN).rawSan(new byte[] {48, 0})),
        reject(113, MAIL, c -> c.subject(CN).rawSan(new byte[] {1, 2, 3})),
        reject(113, MAIL, c -> c.subject(CN).rawSan(new byte[0])),
        reject(113, MAIL, c -> c.subject(CN).rawSan(indefiniteLength)),
        reject(113, MAIL, c -> c.subject(CN).rawSan(longLength)),
        reject(113, MAIL, c -> c.subject(CN).rawSan(octetBehind)),
        reject(113, MAIL, c -> c.subject(CN).rawSan(noTag)),
        reject(114, MAIL, c -> c.dns("mail.example.net").duplicateSan()));
  }

  @ParameterizedTest
  @MethodSource("defects")
  @Requirement(
      value = {"R7817-3-1", "D-5-5"},
      heldBy = {"PeerVerifier", "PresentedIdentifiers"})
  void aDefectiveExtensionIsADefectOfTheCertificate(IdentityCase row) {
    row.hold();
  }
}
