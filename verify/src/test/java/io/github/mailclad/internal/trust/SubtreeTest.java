package io.github.mailclad.internal.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.internal.trust.SubjectName.Directory;
import io.github.mailclad.internal.trust.SubjectName.DnsName;
import io.github.mailclad.internal.trust.SubjectName.HostedName;
import io.github.mailclad.internal.trust.SubjectName.Ip;
import io.github.mailclad.internal.trust.SubjectName.Srv;
import io.github.mailclad.internal.trust.SubjectName.UnknownName;
import io.github.mailclad.internal.trust.Subtree.Coverage;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests of the base of each kind of subtree: its reading, its text, and the names that it applies
 * to.
 */
class SubtreeTest {
  private static final String SRV = "1.3.6.1.5.5.7.8.7";
  private static final String XMPP = "1.3.6.1.5.5.7.8.5";

  /** One name of each kind. */
  private static final List<SubjectName> NAMES =
      List.of(
          new DnsName("a.example"),
          new Ip(new BigInteger("c0000201", 16), 4),
          new HostedName(NameKind.EMAIL, "a.example", "Me@a.example"),
          new HostedName(NameKind.URI, "a.example", "https://a.example/"),
          new Directory(new X500Name("C=DE,O=Example")),
          new Srv("imaps", "a.example"),
          new UnknownName("otherName " + XMPP));

  /** The base of a subtree that includes the one of the {@link #NAMES} that is of its kind. */
  record Base(GeneralName base, NameKind kind, String shown) {
    @Override
    public String toString() {
      return shown;
    }
  }

  static Stream<Base> bases() {
    return Stream.of(
        new Base(dns("A.example"), NameKind.DNS, "dNSName a.example"),
        new Base(dns(".Example"), NameKind.DNS, "dNSName .example"),
        new Base(ip("c0000200ffffff00"), NameKind.IP, "iPAddress 0xc00002/24"),
        new Base(ip("0000000000000000"), NameKind.IP, "iPAddress 0x0/0"),
        new Base(email("Me@A.example"), NameKind.EMAIL, "rfc822Name Me@a.example"),
        new Base(email("A.example"), NameKind.EMAIL, "rfc822Name a.example"),
        new Base(email(".Example"), NameKind.EMAIL, "rfc822Name .example"),
        new Base(email(""), NameKind.EMAIL, "rfc822Name "),
        new Base(uri("a.example"), NameKind.URI, "uniformResourceIdentifier a.example"),
        new Base(uri(""), NameKind.URI, "uniformResourceIdentifier "),
        new Base(directory("C=DE"), NameKind.DIRECTORY, "directoryName C=DE"),
        new Base(directory("C=DE,O=Example"), NameKind.DIRECTORY, "directoryName C=DE,O=Example"),
        new Base(directory(""), NameKind.DIRECTORY, "directoryName "),
        new Base(srv("_IMAPS.A.example"), NameKind.SRV, "SRVName _imaps.a.example"),
        new Base(srv("_imaps"), NameKind.SRV, "SRVName _imaps"),
        new Base(srv("example"), NameKind.SRV, "SRVName example"));
  }

  @ParameterizedTest
  @MethodSource("bases")
  void aSubtreeIncludesNamesOfItsOwnKindOnly(Base row) throws IOException {
    Subtree subtree = NameConstraints.subtree(row.base());

    assertEquals(row.kind(), subtree.kind());
    assertEquals(row.shown(), subtree.shown());
    for (SubjectName name : NAMES) {
      boolean own = name.kind() == row.kind();
      assertEquals(own, subtree.concerns(name), name.toString());
      assertEquals(own ? Coverage.ALL : Coverage.NONE, subtree.covers(name), name.toString());
    }
  }

  @Test
  void theEmptyDomainIncludesEveryDnsName() throws IOException {
    Subtree every = NameConstraints.subtree(dns(""));

    assertEquals(Coverage.ALL, every.covers(new DnsName("a.example")));
    assertEquals(Coverage.ALL, every.covers(new SubjectName.WildcardName("example")));
    assertEquals("dNSName ", every.shown());
  }

  @Test
  void aNameThatIsShorterThanItsSubtreeIsNotInIt() throws IOException {
    SubjectName name = new Directory(new X500Name("C=DE,O=Example"));

    assertEquals(
        Coverage.NONE, NameConstraints.subtree(directory("C=DE,O=Example,CN=x")).covers(name));
    assertEquals(Coverage.NONE, NameConstraints.subtree(directory("C=DE,O=Else")).covers(name));
  }

  @Test
  void whatNobodyCanEvaluateConcernsNamesOfTheSameTypeAndMayCoverThem() throws IOException {
    Subtree xmpp = NameConstraints.subtree(other(XMPP, new DERUTF8String("x")));
    Subtree registered =
        NameConstraints.subtree(new GeneralName(GeneralName.registeredID, "1.2.3"));

    assertEquals(NameKind.OTHER, xmpp.kind());
    assertEquals("otherName " + XMPP, xmpp.shown());
    assertEquals("GeneralName 8", registered.shown());
    for (SubjectName name : NAMES) {
      assertEquals(name.kind() == NameKind.OTHER, xmpp.concerns(name), name.toString());
      assertFalse(registered.concerns(name), name.toString());
    }
    assertTrue(registered.concerns(new UnknownName("GeneralName 8")));
    assertEquals(Coverage.SOME, xmpp.covers(new UnknownName("otherName " + XMPP)));
  }

  /** A base that is no constraint of its kind. */
  record Defect(GeneralName base, String told) {
    @Override
    public String toString() {
      return base + ": " + told;
    }
  }

  static Stream<Defect> defects() {
    String noMailbox = "an rfc822Name constraint is neither mailbox nor host";
    String noService = "an SRVName constraint is neither service nor domain";
    return Stream.of(
        new Defect(dns("..a.example"), "a dNSName constraint is not a host name"),
        new Defect(ip("c0000201"), "an iPAddress constraint is not an address and a mask"),
        new Defect(ip("c0000200ff00ff00"), "the mask of an iPAddress constraint has gaps"),
        new Defect(email("@a.example"), noMailbox),
        new Defect(email("a@b@c.example"), noMailbox),
        new Defect(email("a b"), "a constraint of the kind rfc822Name is not a host name"),
        new Defect(email("."), "a constraint of the kind rfc822Name is not a host name"),
        new Defect(
            uri("https://a.example/"),
            "a constraint of the kind uniformResourceIdentifier is not a host name"),
        new Defect(
            other(SRV, new DERUTF8String("_imaps")), "an SRVName constraint is not an IA5String"),
        new Defect(srv("_"), noService),
        new Defect(srv("_.a.example"), noService),
        new Defect(srv("_imaps."), noService),
        new Defect(srv(".a.example"), noService),
        new Defect(srv(""), noService));
  }

  @ParameterizedTest
  @MethodSource("defects")
  void whatIsNoConstraintOfItsKindIsADefect(Defect row) {
    assertEquals(
        row.told(),
        assertThrows(IOException.class, () -> NameConstraints.subtree(row.base())).getMessage());
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
}
