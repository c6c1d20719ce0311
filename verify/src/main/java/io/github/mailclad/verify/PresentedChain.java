package io.github.mailclad.verify;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The certificates and OCSP responses that a server presented in a handshake.
 *
 * @param certificates the end-entity first, the others in any order; extra ones are allowed
 * @param ocspResponses the stapled OCSP responses in DER, in the order of the certificates,
 *     possibly fewer; an empty array where a certificate has none (RFC 6066, section 8; RFC 8446,
 *     section 4.4.2.1)
 * @param receivedAt the time at which they were received, which matters for a resumed session; null
 *     for the instant of the verdict
 */
public record PresentedChain(
    List<X509Certificate> certificates, List<byte[]> ocspResponses, @Nullable Instant receivedAt) {

  public PresentedChain {
    certificates = List.copyOf(certificates);
    ocspResponses =
        ocspResponses.isEmpty() ? List.of() : ocspResponses.stream().map(byte[]::clone).toList();
  }

  /** Returns a chain without stapled responses. */
  public static PresentedChain of(List<X509Certificate> certificates) {
    return new PresentedChain(certificates, List.of(), null);
  }

  /**
   * Returns the chain that a handshake presented.
   *
   * @param certificates the certificates
   * @param session the session in which they were received, which has the stapled responses; null
   *     for none
   */
  public static PresentedChain of(X509Certificate[] certificates, @Nullable SSLSession session) {
    return new PresentedChain(
        Arrays.asList(certificates),
        session instanceof ExtendedSSLSession extended ? extended.getStatusResponses() : List.of(),
        session == null ? null : Instant.ofEpochMilli(session.getCreationTime()));
  }

  /** Returns the number of certificates and responses; their content is long. */
  @Override
  public String toString() {
    return "%d certificates, %d stapled responses"
        .formatted(certificates.size(), ocspResponses.size());
  }
}
