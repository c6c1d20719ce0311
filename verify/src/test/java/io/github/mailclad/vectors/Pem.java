package io.github.mailclad.vectors;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates and revocation lists as the platform reads them from PEM. */
final class Pem {
  private Pem() {}

  /** One certificate of each text. */
  static List<X509Certificate> certificates(List<String> texts) throws GeneralSecurityException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (String text : texts) {
      certificates.add((X509Certificate) x509().generateCertificate(octets(text)));
    }
    return certificates;
  }

  /** One revocation list of each text. */
  static List<X509CRL> crls(List<String> texts) throws GeneralSecurityException {
    List<X509CRL> crls = new ArrayList<>();
    for (String text : texts) {
      crls.add((X509CRL) x509().generateCRL(octets(text)));
    }
    return crls;
  }

  private static CertificateFactory x509() throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509");
  }

  private static ByteArrayInputStream octets(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }
}
