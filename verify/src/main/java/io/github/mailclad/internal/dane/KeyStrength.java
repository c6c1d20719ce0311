package io.github.mailclad.internal.dane;

import io.github.mailclad.internal.der.MlDsa;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * The least strength of a key that a record names. A record proves the owner of a key, not its
 * strength (RFC 9325, section 4.5).
 */
public final class KeyStrength {
  /** The accepted keys, in words for people. */
  public static final String REQUIRED =
      "an RSA key of 2048 to 8192 bits, an EC key of 256 bits or more, or an EdDSA or ML-DSA key";

  private KeyStrength() {}

  /**
   * Returns why a key is refused as too weak, or as so large that it is an attack; empty if it is
   * accepted.
   */
  public static Optional<String> weakness(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      return bits >= 2048 && bits <= 8192
          ? Optional.empty()
          : Optional.of("an RSA key of " + bits + " bits");
    }
    if (key instanceof ECPublicKey ec) {
      int bits = ec.getParams().getOrder().bitLength();
      return bits >= 256 ? Optional.empty() : Optional.of("an EC key of " + bits + " bits");
    }
    return key instanceof EdECPublicKey || MlDsa.of(key).isPresent()
        ? Optional.empty()
        : Optional.of("a key of the kind " + key.getAlgorithm());
  }
}
