package io.github.mailclad.internal.client;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A private key with the certificate of its public key and the issuers that are sent with it.
 *
 * @param key the private key; it may be stored in hardware
 * @param chain the certificate first, then its issuers; at least one element
 */
public record ClientKey(PrivateKey key, List<X509Certificate> chain) {
  public ClientKey {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a private key without a certificate");
    }
  }

  /** Returns the certificate of the key. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /**
   * Returns the reason why it cannot be used at that instant, in words for people; empty if it can.
   */
  public Optional<String> objectionAt(Instant now) {
    Instant from = certificate().getNotBefore().toInstant();
    Instant until = certificate().getNotAfter().toInstant();
    if (now.isAfter(until)) {
      return Optional.of("the certificate expired at " + until);
    }
    return now.isBefore(from)
        ? Optional.of("the certificate is not valid before " + from)
        : Optional.empty();
  }

  /**
   * Returns the SHA-256 digest of the whole chain; two keys with the same fingerprint present the
   * same chain.
   */
  public String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (X509Certificate each : chain) {
        digest.update(each.getEncoded());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read has an encoding", e);
    }
  }

  /** Returns a description of the certificate, without the key. */
  @Override
  public String toString() {
    return "the private key of " + certificate().getSubjectX500Principal();
  }
}
