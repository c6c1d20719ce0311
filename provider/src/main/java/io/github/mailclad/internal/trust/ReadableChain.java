package io.github.mailclad.internal.trust;

import io.github.mailclad.internal.trust.WorkCounter.TooMuch;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A presented chain within limits, parsed by the platform from its encoded form. A certificate
 * class that is not the platform's may return one content and encode another.
 *
 * @param certificates the end-entity first
 */
record ReadableChain(List<X509Certificate> certificates) {
  ReadableChain {
    certificates = List.copyOf(certificates);
  }

  /**
   * Reads a chain.
   *
   * @throws TooMuch if it exceeds a limit
   * @throws CertificateException if the platform cannot read a certificate
   */
  static ReadableChain of(List<X509Certificate> chain) throws TooMuch, CertificateException {
    WorkCounter.within(chain.size(), WorkCounter.MOST_CERTIFICATES, "more than %d certificates");
    List<X509Certificate> readable = new ArrayList<>(chain.size());
    long octets = 0;
    for (X509Certificate certificate : chain) {
      byte[] encoded = certificate.getEncoded();
      WorkCounter.within(
          encoded.length, WorkCounter.MOST_OCTETS_OF_ONE, "a certificate of more than %d octets");
      octets += encoded.length;
      boolean platforms = certificate.getClass().getModule() == X509Certificate.class.getModule();
      readable.add(
          platforms
              ? certificate
              : (X509Certificate)
                  CertificateFactory.getInstance("X.509")
                      .generateCertificate(new ByteArrayInputStream(encoded)));
    }
    WorkCounter.within(octets, WorkCounter.MOST_OCTETS, "more than %d octets of certificates");
    return new ReadableChain(readable);
  }
}
