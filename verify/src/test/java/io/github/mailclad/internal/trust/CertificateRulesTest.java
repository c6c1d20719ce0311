package io.github.mailclad.internal.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.Refusal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules about one certificate by themselves. Some of these certificates the platform's reader
 * does not let through; the rules do not rely on that.
 */
class CertificateRulesTest {
  private static final ASN1ObjectIdentifier UNHEARD_OF = new ASN1ObjectIdentifier("2.5.29.99");
  private static final byte[] GARBAGE = {5, 0};
  private static final BigInteger OCTETS_20 = BigInteger.ONE.shiftLeft(158);
  private static final BigInteger OCTETS_21 = BigInteger.ONE.shiftLeft(159);

  /** A defect and its description; empty if it is accepted. */
  record Row(String what, UnaryOperator<CertificateBuilder> defect, String rule) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Row> ofAny() {
    return Stream.of(
        new Row("good", c -> c, ""),
        new Row("a serial number of 20 octets", c -> c.serial(OCTETS_20), ""),
        new Row(
            "a serial number of 21 octets",
            c -> c.serial(OCTETS_21),
            "its serial number has more than 20 octets (RFC 5280, section 4.1.2.2)"),
        new Row(
            "a critical extension that nobody knows beside those that are known",
            c -> c.criticalExtension(UNHEARD_OF, GARBAGE),
            "its extension 2.5.29.99 must not be critical, or is unknown (RFC 5280, section 4.2)"),
        new Row(
            "an extended key usage that cannot be read",
            c -> c.extension(Extension.extendedKeyUsage, GARBAGE),
            "its extended key usage is malformed (RFC 5280, section 4.2.1.12)"),
        new Row(
            "a key usage that cannot be read",
            c -> c.extension(Extension.keyUsage, GARBAGE),
            "its keyUsage is malformed (RFC 5280, section 4.2.1.3)"));
  }

  static Stream<Row> ofServers() {
    return Stream.of(
        new Row(
            "an authority, of which the rule about its path has the last word",
            c -> c.ca(0).keyUsage(KeyUsage.digitalSignature),
            ""),
        new Row(
            "keyCertSign without being an authority",
            c -> c.keyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign),
            "its keyUsage includes keyCertSign, though it is not the certificate of an authority (RFC 5280, section 4.2.1.9)"),
        new Row("a name that is critical", c -> c.subject(""), ""),
        new Row(
            "a name that may be skipped",
            c ->
                CertificateBuilder.server()
                    .validity(Lab.FROM, Lab.TO)
                    .subject("")
                    .extension(
                        Extension.subjectAlternativeName, new byte[] {48, 3, (byte) 0x82, 1, 'x'}),
            "its subject is empty, and its subjectAltName is not critical (RFC 5280, section 4.2.1.6)"),
        new Row(
            "no name at all, of which identity has the last word",
            c -> CertificateBuilder.server().validity(Lab.FROM, Lab.TO).subject("").keyUsage(0),
            ""),
        new Row(
            "a critical extended key usage that cannot be read",
            c -> c.keyUsage(0).criticalExtension(Extension.extendedKeyUsage, GARBAGE),
            "its extended key usage is malformed (RFC 5280, section 4.2.1.12)"));
  }

  @ParameterizedTest
  @MethodSource({"ofAny", "ofServers"})
  @Requirement(value = "D-5-5", heldBy = "CertificateRules")
  void theRulesForAnEndEntityHold(Row row) {
    Issued server = row.defect().apply(Lab.server()).issuedBy(Lab.root("Root"));

    assertEquals(row.rule(), told(rules().endEntity(server.certificate())));
  }

  @ParameterizedTest
  @MethodSource("ofAny")
  @Requirement(value = "D-5-5", heldBy = "CertificateRules")
  void theRulesForAnIntermediateHold(Row row) {
    Issued between = row.defect().apply(Lab.authority("Between")).issuedBy(Lab.root("Root"));

    assertEquals(row.rule(), told(rules().intermediate(between.certificate(), 1)));
  }

  @Test
  void anEndEntityNamesItsIssuer() {
    Issued nameless = Lab.authority("Nameless").subject("").selfSigned();

    assertEquals(
        "it does not name its issuer (RFC 5280, section 4.1.2.4)",
        told(rules().endEntity(Lab.server().issuedBy(nameless).certificate())));
  }

  @Test
  void anAuthorityIsNoServer() {
    Issued authority = Lab.server().ca(0).issuedBy(Lab.root("Root"));

    assertEquals(
        "it is the certificate of an authority, not of a server (RFC 5280, section 4.2.1.9)",
        told(rules().authorityAsServer(authority.certificate())));
    assertEquals("", told(rules().authorityAsServer(Lab.server().selfSigned().certificate())));
  }

  private static CertificateRules rules() {
    return new CertificateRules(new Validity(Lab.NOW, List.of()));
  }

  private static String told(Optional<Refusal> refusal) {
    return refusal
        .map(
            r ->
                r instanceof CertificateRefusal.InvalidCertificate invalid
                    ? invalid.rule().toString()
                    : ((CertificateRefusal.KeyUsage) r).rule())
        .orElse("");
  }
}
