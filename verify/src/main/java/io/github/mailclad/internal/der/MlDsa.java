package io.github.mailclad.internal.der;

import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * The parameter sets of ML-DSA (FIPS 204), the post-quantum signature algorithm, in certificates
 * (RFC 9881). The platform has it from Java 24 on.
 */
public enum MlDsa {
  ML_DSA_44("2.16.840.1.101.3.4.3.17"),
  ML_DSA_65("2.16.840.1.101.3.4.3.18"),
  ML_DSA_87("2.16.840.1.101.3.4.3.19");

  private final String oid;

  MlDsa(String oid) {
    this.oid = oid;
  }

  /** Returns the parameter set of an object identifier; empty for another algorithm. */
  public static Optional<MlDsa> of(String oid) {
    for (MlDsa set : values()) {
      if (set.oid.equals(oid)) {
        return Optional.of(set);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the parameter set of a key; empty for a key of another algorithm. A platform without
   * ML-DSA has the key in its encoded form only.
   */
  public static Optional<MlDsa> of(PublicKey key) {
    boolean other =
        key instanceof RSAPublicKey || key instanceof ECPublicKey || key instanceof EdECPublicKey;
    byte[] encoded = other ? null : key.getEncoded();
    if (encoded == null || encoded.length == 0) {
      return Optional.empty();
    }
    try {
      return of(SubjectPublicKeyInfo.getInstance(encoded).getAlgorithm().getAlgorithm().getId());
    } catch (IllegalArgumentException | IllegalStateException malformed) {
      return Optional.empty();
    }
  }

  /** Returns the parameter sets of the keys and signatures of certificates, each once. */
  public static List<MlDsa> in(Stream<X509Certificate> certificates) {
    return certificates
        .flatMap(
            certificate ->
                Stream.concat(
                    of(certificate.getSigAlgOID()).stream(),
                    of(certificate.getPublicKey()).stream()))
        .distinct()
        .sorted()
        .toList();
  }

  /** Returns whether this Java platform, with its providers, verifies such signatures. */
  public boolean isVerifiable() {
    try {
      Signature unused = Signature.getInstance(toString());
      return true;
    } catch (NoSuchAlgorithmException absent) {
      return false;
    }
  }

  /** Returns the standard name, for example {@code ML-DSA-65}. */
  @Override
  public String toString() {
    return name().replace('_', '-');
  }
}
