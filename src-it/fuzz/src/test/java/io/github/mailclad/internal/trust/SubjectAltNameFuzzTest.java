package io.github.mailclad.internal.trust;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.Identifier.IpId;
import io.github.mailclad.Identifier.SrvId;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fuzz.BareCertificate;
import io.github.mailclad.fuzz.Budget;
import io.github.mailclad.internal.identity.IdentityMatcher;
import io.github.mailclad.internal.identity.PresentedIdentifiers;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The octets of a subjectAltName, with the otherName of RFC 4985 in it, before both of its readers:
 * the one for identity and the one for name constraints.
 */
class SubjectAltNameFuzzTest {
  private static final Budget BUDGET = new Budget(Duration.ofSeconds(1));
  private static final List<Identifier> REFERENCES =
      List.of(
          new DnsId("mail.example.net"),
          new SrvId("imaps", "example.net"),
          (IpId) Host.of("192.0.2.7").identifier());

  static Stream<byte[]> seeds() {
    return Stream.of(
            server().dns("mail.example.net"),
            server().dns("*.example.net").dns("other.example.org"),
            server().srv("_imaps.example.net").email("a@example.net").uri("https://example.net"),
            server().ip("192.0.2.7").ip("2001:db8::1"),
            server().directoryName("CN=mail.example.net"),
            server().otherName("1.2.3.4", new DERIA5String("x")).dns("mail.example.net"),
            server().rawDns("mail.example.net\0.evil.example".getBytes(StandardCharsets.US_ASCII)),
            server().rawIp(new byte[] {1, 2, 3}))
        .map(CertificateBuilder::selfSigned)
        .map(SubjectAltNameFuzzTest::subjectAltName);
  }

  @MethodSource("seeds")
  @FuzzTest
  void whatIsReadIsDerAndWhatMatchesIsThere(byte[] octets) throws Exception {
    BUDGET.spend(() -> judge(octets));
  }

  private static void judge(byte[] octets) throws IOException {
    PresentedIdentifiers presented;
    try {
      presented = PresentedIdentifiers.of(bare(octets));
    } catch (IOException refused) {
      return;
    }
    ASN1Primitive value = ASN1Primitive.fromByteArray(octets);
    if (!Arrays.equals(value.getEncoded(ASN1Encoding.DER), octets)) {
      throw new AssertionError("what was read is not DER");
    }
    if (presented.shown().size() != ASN1Sequence.getInstance(value).size()) {
      throw new AssertionError("a name was overlooked");
    }
    for (Identifier reference : REFERENCES) {
      if (IdentityMatcher.match(List.of(reference), presented).isPresent()
          && !isThere(reference, octets)) {
        throw new AssertionError(reference + " matches, and is not in the extension");
      }
    }
    requireThatConstraintsApply(presented, octets);
    try {
      PresentedIdentifiers.of(bare(Arrays.copyOf(octets, octets.length + 1)));
    } catch (IOException refused) {
      return;
    }
    throw new AssertionError("an octet behind the extension was not refused");
  }

  /** Every name that can match is also subject to constraints, for all octets. */
  private static void requireThatConstraintsApply(PresentedIdentifiers presented, byte[] octets) {
    List<SubjectName> constrained;
    try {
      constrained = SubjectName.of(bare(octets));
    } catch (IOException refused) {
      return;
    }
    Stream.concat(
            presented.exact().stream().map(SubjectAltNameFuzzTest::constrained),
            presented.wildcards().stream().map(SubjectName.WildcardName::new))
        .filter(name -> !constrained.contains(name))
        .forEach(
            name -> {
              throw new AssertionError(name + " can match, and no constraint applies to it");
            });
  }

  private static SubjectName constrained(Identifier identifier) {
    if (identifier instanceof IpId ip) {
      byte[] address = ip.address().getAddress();
      return new SubjectName.Ip(new BigInteger(1, address), address.length);
    }
    return identifier instanceof SrvId srv
        ? new SubjectName.Srv(srv.service(), srv.domain())
        : new SubjectName.DnsName(((DnsId) identifier).name());
  }

  private static X509Certificate bare(byte[] octets) {
    return new BareCertificate(Extension.subjectAlternativeName.getId(), octets);
  }

  /**
   * Returns whether the octets spell the name, whole or with a wildcard: no decoding can change
   * that.
   */
  private static boolean isThere(Identifier reference, byte[] octets) {
    String text = new String(octets, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    if (reference instanceof IpId ip) {
      return text.contains(
          new String(ip.address().getAddress(), StandardCharsets.ISO_8859_1)
              .toLowerCase(Locale.ROOT));
    }
    return reference instanceof SrvId srv
        ? text.contains("_" + srv.service() + "." + srv.domain())
        : text.contains("mail.example.net") || text.contains("*.example.net");
  }

  private static CertificateBuilder server() {
    return CertificateBuilder.server();
  }

  private static byte[] subjectAltName(Issued issued) {
    byte[] wrapped =
        issued.certificate().getExtensionValue(Extension.subjectAlternativeName.getId());
    return ASN1OctetString.getInstance(wrapped).getOctets();
  }
}
