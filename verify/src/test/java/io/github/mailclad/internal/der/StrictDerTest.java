package io.github.mailclad.internal.der;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.CertificateBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StrictDerTest {
  private static final String UNKNOWN = "1.3.6.1.4.1.55555.1";

  /** A sequence that ends before its end. */
  private static final byte[] BROKEN = {0x30, 0x05, 0x02, 0x01};

  static Stream<ASN1ObjectIdentifier> oids() {
    return Stream.of(
        Extension.nameConstraints,
        Extension.policyMappings,
        Extension.policyConstraints,
        Extension.inhibitAnyPolicy,
        Extension.certificatePolicies,
        Extension.subjectAlternativeName,
        Extension.authorityKeyIdentifier,
        Extension.subjectKeyIdentifier,
        new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24"),
        new ASN1ObjectIdentifier(UNKNOWN));
  }

  /** The platform keeps those that it cannot read apart from the others. */
  @ParameterizedTest
  @MethodSource("oids")
  void anExtensionThatCannotBeReadIsThere(ASN1ObjectIdentifier oid) throws IOException {
    X509Certificate certificate =
        CertificateBuilder.authority("Lab Authority")
            .extension(oid, BROKEN)
            .selfSigned()
            .certificate();

    assertArrayEquals(
        new DEROctetString(BROKEN).getEncoded(), certificate.getExtensionValue(oid.getId()));
    assertTrue(StrictDer.has(certificate, oid.getId()));
    assertThrows(
        IOException.class, () -> StrictDer.extension(certificate, oid.getId(), "extension"));
  }

  @ParameterizedTest
  @MethodSource("oids")
  void anExtensionThatIsAbsentIsNot(ASN1ObjectIdentifier oid) throws IOException {
    X509Certificate certificate =
        CertificateBuilder.authority("Lab Authority").version1().selfSigned().certificate();

    assertNull(certificate.getExtensionValue(oid.getId()));
    assertFalse(StrictDer.has(certificate, oid.getId()));
    assertTrue(StrictDer.extension(certificate, oid.getId(), "extension").isEmpty());
  }

  @Test
  void aCriticalExtensionIsThereToo() {
    X509Certificate certificate =
        CertificateBuilder.authority("Lab Authority")
            .criticalExtension(new ASN1ObjectIdentifier(UNKNOWN), new byte[] {0x05, 0x00})
            .selfSigned()
            .certificate();

    assertTrue(StrictDer.has(certificate, UNKNOWN));
  }

  /** An encoder that sorts them by insertion takes minutes. */
  @Test
  @Timeout(20)
  void aLargeSetInReverseOrderIsRefusedWithoutSortingIt() throws IOException {
    byte[] reversed = set(IntStream.range(0, 65_536).map(i -> 65_535 - i));

    IOException refused =
        assertThrows(IOException.class, () -> StrictDer.read(reversed, "the extension"));

    assertEquals("the extension is not in DER", refused.getMessage());
  }

  @Test
  void aSetInOrderIsRead() throws IOException {
    byte[] ordered = set(IntStream.range(0, 65_536));

    assertArrayEquals(ordered, StrictDer.read(ordered, "it").getEncoded());
  }

  @Test
  void aSetInsideOfTaggedValuesIsCheckedToo() throws IOException {
    byte[] wrapped = {0x30, 12, (byte) 0xa0, 10, 0x31, 8, 4, 2, 0, 2, 4, 2, 0, 1};

    assertThrows(IOException.class, () -> StrictDer.read(wrapped, "it"));
  }

  private static byte[] set(IntStream values) throws IOException {
    ByteArrayOutputStream elements = new ByteArrayOutputStream();
    values.forEach(
        value -> elements.writeBytes(new byte[] {4, 2, (byte) (value >> 8), (byte) value}));
    // the element of a set as it stands, because an encoder would sort
    byte[] encoded = new DEROctetString(elements.toByteArray()).getEncoded();
    encoded[0] = BERTags.SET | BERTags.CONSTRUCTED;
    return encoded;
  }
}
