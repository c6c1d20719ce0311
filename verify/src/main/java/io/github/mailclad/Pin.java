package io.github.mailclad;

import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * The SHA-256 digest of a public key (its SubjectPublicKeyInfo), written {@code sha256/} and
 * Base64. A pin restricts: a path that is otherwise good is refused unless one of its keys is
 * pinned.
 *
 * @param base64 the Base64 of the 32 octets of the digest
 */
public record Pin(String base64) implements Serializable {
  private static final String PREFIX = "sha256/";

  /** Checks that this is the Base64 of 32 octets. */
  public Pin {
    if (Base64.getDecoder().decode(base64).length != 32) {
      throw new IllegalArgumentException("a SHA-256 digest has 32 octets");
    }
  }

  /**
   * Returns the pin of a text of the form {@code sha256/...}.
   *
   * @throws IllegalArgumentException if the text is not of that form
   */
  public static Pin parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a pin is written sha256/ and the Base64 of the digest");
    }
    return new Pin(text.substring(PREFIX.length()));
  }

  /** Returns the pin of a certificate's public key. */
  public static Pin of(X509Certificate certificate) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
      return new Pin(Base64.getEncoder().encodeToString(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return PREFIX + base64;
  }
}
