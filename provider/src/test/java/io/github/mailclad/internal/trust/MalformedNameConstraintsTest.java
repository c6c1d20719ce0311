package io.github.mailclad.internal.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.fixtures.CertificateBuilder;
import java.io.IOException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;

class MalformedNameConstraintsTest {
  @Test
  void aSubtreeWithoutABaseIsMalformedAndNoException() {
    byte[] octets = {0x30, 8, (byte) 0xa0, 6, 0x30, 0, (byte) 0x88, 2, 0x2a, 3};
    X509Certificate authority =
        CertificateBuilder.authority("Lab Authority")
            .criticalExtension(Extension.nameConstraints, octets)
            .selfSigned()
            .certificate();

    IOException defect = assertThrows(IOException.class, () -> NameConstraints.of(authority));

    assertEquals("the nameConstraints are malformed", defect.getMessage());
  }
}
