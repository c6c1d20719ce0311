package io.github.mailclad.internal.client;

import io.github.mailclad.Location;
import io.github.mailclad.internal.files.Contents;
import io.github.mailclad.internal.files.PemBlock;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A private key that signs assertions about a client. Its text has no secret.
 *
 * @param key the private key
 * @param certificate the certificate of its public key; null for none
 */
public record SigningKey(PrivateKey key, @Nullable X509Certificate certificate) {
  private static final long LARGEST_FILE = 1 << 20;

  /**
   * Reads a private key in PEM, not encrypted, and its certificate if the PEM has one.
   *
   * @throws IOException if there is no such key, or the certificate is of another one; the message
   *     says why, without a secret
   */
  public static SigningKey of(Location location) throws IOException {
    return ofPem(Contents.octets(location, LARGEST_FILE));
  }

  /** Does the same with the octets of the PEM. */
  public static SigningKey ofPem(byte[] pem) throws IOException {
    List<PemBlock> blocks = PemBlock.in(pem);
    List<PemBlock> keys = blocks.stream().filter(PemBlock::isPrivateKey).toList();
    if (keys.size() != 1) {
      throw new IOException("it has " + keys.size() + " private keys in PEM, not one");
    }
    if (keys.get(0).label().startsWith("ENCRYPTED")) {
      throw new IOException("the private key is encrypted; decrypt it with openssl pkcs8");
    }
    PrivateKey key = PrivateKeys.of(keys.get(0), /* password= */ null);
    return blocks.stream().anyMatch(PemBlock::isCertificate)
        ? new SigningKey(key, PemKeys.certificateOf(key, blocks))
        : new SigningKey(key, null);
  }

  @Override
  public String toString() {
    return "a private key (" + key.getAlgorithm() + ")";
  }
}
