package io.github.mailclad.internal.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.internal.trust.SubjectName.Directory;
import io.github.mailclad.internal.trust.SubjectName.DnsName;
import io.github.mailclad.internal.trust.SubjectName.HostedName;
import io.github.mailclad.internal.trust.SubjectName.Ip;
import io.github.mailclad.internal.trust.SubjectName.Malformed;
import io.github.mailclad.internal.trust.SubjectName.Srv;
import io.github.mailclad.internal.trust.SubjectName.UnknownName;
import io.github.mailclad.internal.trust.SubjectName.WildcardName;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of each kind of name of a certificate: its reading, and its text in a refusal. */
class SubjectNameTest {
  private static final String XMPP = "1.3.6.1.5.5.7.8.5";
  private static final String WEB = "https://WWW.host.example:8443/x";
  private static final String LABEL = "a".repeat(63);
  private static final String LONGEST = String.join(".", LABEL, LABEL, LABEL, "a".repeat(61));

  /** The only name of a certificate, as it is read, and as it is shown. */
  record Row(
      UnaryOperator<CertificateBuilder> named, SubjectName name, NameKind kind, String shown) {
    @Override
    public String toString() {
      return kind.standardName() + " " + shown;
    }
  }

  private static Row row(
      UnaryOperator<CertificateBuilder> named, SubjectName name, NameKind kind, String shown) {
    return new Row(named, name, kind, shown);
  }

  private static Row malformed(
      UnaryOperator<CertificateBuilder> named, NameKind kind, String shown) {
    return new Row(named, new Malformed(kind, shown), kind, shown);
  }

  static Stream<Row> hosts() {
    return Stream.of(
        row(
            c -> c.dns("MAIL.a.example"),
            new DnsName("mail.a.example"),
            NameKind.DNS,
            "mail.a.example"),
        row(c -> c.dns("*.A.example"), new WildcardName("a.example"), NameKind.DNS, "*.a.example"),
        malformed(c -> c.dns("*.*.a.example"), NameKind.DNS, "*.*.a.example"),
        malformed(c -> c.dns("*"), NameKind.DNS, "*"),
        malformed(c -> c.dns("A.example."), NameKind.DNS, "A.example."),
        row(c -> c.ip("192.0.2.1"), ip("c0000201", 4), NameKind.IP, "0xc0000201"),
        row(
            c -> c.ip("2001:db8::1"),
            ip("20010db8000000000000000000000001", 16),
            NameKind.IP,
            "0x20010db8000000000000000000000001"),
        malformed(c -> c.rawIp(new byte[3]), NameKind.IP, "an address of 3 octets"),
        row(
            c -> c.srv("_IMAPS.a.example"),
            new Srv("imaps", "a.example"),
            NameKind.SRV,
            "_imaps.a.example"),
        row(c -> c.srv("_x." + LONGEST), new Srv("x", LONGEST), NameKind.SRV, "_x." + LONGEST),
        malformed(c -> c.srv("_.a.example"), NameKind.SRV, "_.a.example"),
        malformed(c -> c.srv("imaps.a.example"), NameKind.SRV, "imaps.a.example"),
        malformed(c -> c.srv("_imaps"), NameKind.SRV, "_imaps"),
        malformed(c -> c.srvUtf8("_imaps.a.example"), NameKind.SRV, "_imaps.a.example"));
  }

  static Stream<Row> others() {
    return Stream.of(
        row(
            c -> c.email("Me@HOST.example"),
            new HostedName(NameKind.EMAIL, "host.example", "Me@host.example"),
            NameKind.EMAIL,
            "Me@host.example"),
        malformed(c -> c.email("@host.example"), NameKind.EMAIL, "@host.example"),
        malformed(c -> c.email("host.example"), NameKind.EMAIL, "host.example"),
        malformed(c -> c.email("a@b@host.example"), NameKind.EMAIL, "a@b@host.example"),
        row(
            c -> c.uri(WEB),
            new HostedName(NameKind.URI, "www.host.example", WEB),
            NameKind.URI,
            WEB),
        malformed(c -> c.uri("https://192.0.2.1/"), NameKind.URI, "https://192.0.2.1/"),
        malformed(c -> c.uri("https://["), NameKind.URI, "https://["),
        malformed(c -> c.uri("urn:a:b"), NameKind.URI, "urn:a:b"),
        row(
            c -> c.directoryName("CN=x,O=y"),
            new Directory(new X500Name("CN=x,O=y")),
            NameKind.DIRECTORY,
            "CN=x,O=y"),
        row(
            c -> c.otherName(XMPP, new DERUTF8String("me")),
            new UnknownName("otherName " + XMPP),
            NameKind.OTHER,
            "otherName " + XMPP),
        row(
            c -> c.rawSan(new byte[] {48, 4, (byte) 0x88, 2, 42, 3}),
            new UnknownName("GeneralName 8"),
            NameKind.OTHER,
            "GeneralName 8"));
  }

  private static Ip ip(String hex, int octets) {
    return new Ip(new BigInteger(hex, 16), octets);
  }

  @ParameterizedTest
  @MethodSource({"hosts", "others"})
  void anEntryOfTheSubjectAltNameIsReadAsWhatItIs(Row row) throws IOException {
    List<SubjectName> names = read(row.named().apply(CertificateBuilder.server().subject("")));

    assertEquals(List.of(row.name()), names);
    assertEquals(row.kind(), names.get(0).kind());
    assertEquals(row.shown(), names.get(0).shown());
  }

  @Test
  void theSubjectAndItsMailboxesAreNamesToo() throws IOException {
    X500Name subject = new X500Name("E=Me@HOST.example,CN=Lab");

    assertEquals(
        List.of(
            new Directory(subject),
            new HostedName(NameKind.EMAIL, "host.example", "Me@host.example"),
            new DnsName("a.example")),
        read(CertificateBuilder.server().subject(subject).dns("a.example")));
  }

  private static List<SubjectName> read(CertificateBuilder certificate) throws IOException {
    return SubjectName.of(certificate.selfSigned().certificate());
  }
}
