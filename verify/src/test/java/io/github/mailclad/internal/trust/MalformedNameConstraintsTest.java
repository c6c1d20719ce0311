package io.github.mailclad.internal.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.fixtures.CertificateBuilder;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;

class MalformedNameConstraintsTest {
  @Test
  void aSubtreeWithoutABaseIsMalformedAndNoException() {
    assertEquals("the nameConstraints are malformed", defect("3008a006300088022a03"));
  }

  @Test
  void permittedSubtreesOccurOnceAndBeforeExcludedOnes() {
    String subtrees = "0730058203612e62";

    assertEquals(
        "the nameConstraints are malformed", defect("3012a0" + subtrees + "a0" + subtrees));
    assertEquals(
        "the nameConstraints are malformed", defect("3012a1" + subtrees + "a0" + subtrees));
  }

  private static String defect(String octets) {
    X509Certificate authority =
        CertificateBuilder.authority("Lab Authority")
            .criticalExtension(Extension.nameConstraints, HexFormat.of().parseHex(octets))
            .selfSigned()
            .certificate();
    return String.valueOf(
        assertThrows(IOException.class, () -> NameConstraints.of(authority)).getMessage());
  }
}
