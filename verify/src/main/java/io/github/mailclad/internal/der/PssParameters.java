package io.github.mailclad.internal.der;

import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of RSASSA-PSS signatures (RFC 4055, section 3.1). The object identifier of the
 * algorithm does not determine its strength: the digest is in the parameters, and without them it
 * is SHA-1.
 */
public final class PssParameters {
  /** The object identifier of the algorithm with these parameters. */
  public static final String ALGORITHM = PKCSObjectIdentifiers.id_RSASSA_PSS.getId();

  private static final Set<String> DIGESTS =
      Set.of(
          NISTObjectIdentifiers.id_sha256.getId(),
          NISTObjectIdentifiers.id_sha384.getId(),
          NISTObjectIdentifiers.id_sha512.getId());

  private PssParameters() {}

  /**
   * Returns the reason why the parameters are too weak or not known to be strong; empty if they are
   * strong. The digest of the content and the digest of the mask generation must both be SHA-256 or
   * better.
   *
   * @param encoded the parameters in DER; null if there are none
   */
  public static Optional<String> weakness(byte @Nullable [] encoded) {
    try {
      if (encoded != null && areStrong(RSASSAPSSparams.getInstance(encoded))) {
        return Optional.empty();
      }
    } catch (IllegalArgumentException | IllegalStateException malformed) {
      // parameters that cannot be read are not known to be strong
    }
    return Optional.of("RSASSA-PSS with a weak digest");
  }

  private static boolean areStrong(RSASSAPSSparams parameters) {
    AlgorithmIdentifier mask = parameters.getMaskGenAlgorithm();
    return DIGESTS.contains(parameters.getHashAlgorithm().getAlgorithm().getId())
        && mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
        && DIGESTS.contains(
            AlgorithmIdentifier.getInstance(mask.getParameters()).getAlgorithm().getId());
  }
}
