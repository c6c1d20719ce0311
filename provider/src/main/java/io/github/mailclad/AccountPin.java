package io.github.mailclad;

import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * The SHA-256 digest of one end-entity certificate that a person accepted for one account (RFC
 * 8314, section 5.4), written {@code certificate-sha256/} and Base64. It weakens verification: the
 * connection continues although the server is not verified. It reaches {@link
 * ConfidentialityLevel#ENCRYPTED}, never more. A renewed certificate with the same key is another
 * certificate.
 *
 * @param base64 the Base64 of the 32 octets of the digest
 */
public record AccountPin(String base64) implements Serializable {
  private static final String PREFIX = "certificate-sha256/";

  /** Checks that this is the Base64 of 32 octets. */
  public AccountPin {
    if (Base64.getDecoder().decode(base64).length != 32) {
      throw new IllegalArgumentException("a SHA-256 digest has 32 octets");
    }
  }

  /**
   * Returns the pin of a text of the form {@code certificate-sha256/...}.
   *
   * @throws IllegalArgumentException if the text is not of that form
   */
  public static AccountPin parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "an account pin is written " + PREFIX + " and the Base64 of the digest");
    }
    return new AccountPin(text.substring(PREFIX.length()));
  }

  /** Returns the pin of a certificate. */
  public static AccountPin of(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new AccountPin(Base64.getEncoder().encodeToString(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read has an encoding", e);
    }
  }

  @Override
  public String toString() {
    return PREFIX + base64;
  }
}
