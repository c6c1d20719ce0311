package io.github.mailclad;

import io.github.mailclad.dns.TlsaSelector;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;

/**
 * The SHA-256 digest of an end-entity certificate, or of its public key, that a person accepted for
 * one account (RFC 8314, section 5.4). It is written {@code certificate-sha256/} or {@code
 * key-sha256/}, and Base64. It weakens verification: the connection continues although the server
 * is not verified. It reaches {@link ConfidentialityLevel#ENCRYPTED}, never more.
 *
 * <p>A renewed certificate with the same key is another certificate, but the same key.
 *
 * @param selector the whole certificate, or its SubjectPublicKeyInfo
 * @param base64 the Base64 of the 32 octets of the digest
 */
public record AccountPin(TlsaSelector selector, String base64) implements Serializable {

  /** Checks that this is the Base64 of 32 octets. */
  public AccountPin {
    if (Base64.getDecoder().decode(base64).length != 32) {
      throw new IllegalArgumentException("a SHA-256 digest has 32 octets");
    }
  }

  /**
   * Returns the pin of a text of the form {@code certificate-sha256/...} or {@code key-sha256/...}.
   *
   * @throws IllegalArgumentException if the text is not of that form
   */
  public static AccountPin parse(String text) {
    TlsaSelector selector =
        Arrays.stream(TlsaSelector.values())
            .filter(each -> text.startsWith(prefix(each)))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "an account pin is written certificate-sha256/ or key-sha256/, and the Base64 of the digest"));
    return new AccountPin(selector, text.substring(prefix(selector).length()));
  }

  /** Returns the pin of a certificate. */
  public static AccountPin of(X509Certificate certificate) {
    return of(certificate, TlsaSelector.CERT);
  }

  /** Returns the pin of a certificate's public key, which a renewed certificate may keep. */
  public static AccountPin ofKey(X509Certificate certificate) {
    return of(certificate, TlsaSelector.SPKI);
  }

  private static AccountPin of(X509Certificate certificate, TlsaSelector selector) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(selector.of(certificate));
      return new AccountPin(selector, Base64.getEncoder().encodeToString(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns whether this is the pin of that certificate, or of its key. */
  public boolean matches(X509Certificate certificate) {
    return equals(of(certificate, selector));
  }

  private static String prefix(TlsaSelector selector) {
    return selector == TlsaSelector.CERT ? "certificate-sha256/" : "key-sha256/";
  }

  @Override
  public String toString() {
    return prefix(selector) + base64;
  }
}
