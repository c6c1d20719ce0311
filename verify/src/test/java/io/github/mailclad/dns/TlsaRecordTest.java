package io.github.mailclad.dns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.fixtures.CertificateBuilder;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsaRecordTest {
  private static final X509Certificate CERTIFICATE = CertificateBuilder.root("TLSA").certificate();

  @Test
  void aRecordHoldsWhatItsFieldsSay() throws Exception {
    byte[] whole = CERTIFICATE.getEncoded();
    byte[] key = Certificate.getInstance(whole).getSubjectPublicKeyInfo().getEncoded();

    assertArrayEquals(whole, octets(TlsaSelector.CERT, TlsaMatching.FULL));
    assertArrayEquals(key, octets(TlsaSelector.SPKI, TlsaMatching.FULL));
    assertArrayEquals(digest("SHA-256", key), octets(TlsaSelector.SPKI, TlsaMatching.SHA2_256));
    assertArrayEquals(digest("SHA-512", whole), octets(TlsaSelector.CERT, TlsaMatching.SHA2_512));
  }

  private static byte[] octets(TlsaSelector selector, TlsaMatching matching) {
    return TlsaRecord.of(TlsaUsage.DANE_EE, selector, matching, CERTIFICATE).octets();
  }

  private static byte[] digest(String algorithm, byte[] content) throws Exception {
    return MessageDigest.getInstance(algorithm).digest(content);
  }

  @Test
  void theTextIsWhatStandsInAZoneFile() {
    TlsaRecord record = TlsaRecord.parse(" 3  1 1 AB cd\t01 ");

    assertEquals(new TlsaRecord(3, 1, 1, new byte[] {(byte) 0xab, (byte) 0xcd, 1}), record);
    assertEquals("3 1 1 abcd01", record.toString());
    assertEquals(record, TlsaRecord.parse(record.toString()));
    assertEquals("255 0 7", TlsaRecord.parse("255 0 7").toString());
    assertEquals("abcd01", HexFormat.of().formatHex(record.octets()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "3 1", "3 1 1 abc", "3 1 256 00", "-1 1 1 00", "3 1 1 0x00", "3 1 1 gg"})
  void otherTextIsNoRecord(String text) {
    assertThrows(IllegalArgumentException.class, () -> TlsaRecord.parse(text));
  }

  @Test
  void aRecordHoldsWhatFitsIntoARecord() {
    assertEquals(65_532, new TlsaRecord(3, 0, 0, "00".repeat(65_532)).octets().length);
    assertThrows(
        IllegalArgumentException.class, () -> new TlsaRecord(3, 0, 0, "00".repeat(65_533)));
  }

  @Test
  void numbersAndAcronymsAreThoseOfTheRegistry() {
    assertEquals(
        List.of("PKIX-TA", "PKIX-EE", "DANE-TA", "DANE-EE"),
        List.of(0, 1, 2, 3).stream().map(n -> TlsaUsage.of(n).orElseThrow().toString()).toList());
    assertEquals(
        List.of("Cert", "SPKI"),
        List.of(0, 1).stream().map(n -> TlsaSelector.of(n).orElseThrow().toString()).toList());
    assertEquals(
        List.of("Full", "SHA2-256", "SHA2-512"),
        List.of(0, 1, 2).stream().map(n -> TlsaMatching.of(n).orElseThrow().toString()).toList());
  }

  @Test
  void aRepeatedRecordCountsOnce() {
    TlsaRecord record = TlsaRecord.parse("3 1 1 00");

    assertEquals(
        List.of(record),
        TlsaAnswer.secure("_993._tcp.a.example", List.of(record, record)).records());
    assertEquals("Indeterminate", DnssecStatus.INDETERMINATE.toString());
  }
}
