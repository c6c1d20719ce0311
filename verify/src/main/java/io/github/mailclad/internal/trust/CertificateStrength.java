package io.github.mailclad.internal.trust;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.internal.der.MlDsa;
import io.github.mailclad.internal.der.PssParameters;
import io.github.mailclad.refusal.CertificateRefusal.UnsupportedAlgorithm;
import io.github.mailclad.refusal.CertificateRefusal.WeakCertificate;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The required strength of keys and signatures (RFC 9325, section 4.5): RSA of 2048 to 8192 bits
 * with an odd exponent of at most 64 bits, EC on P-256, P-384 or P-521, Ed25519, Ed448 and ML-DSA;
 * signatures with SHA-256 or better.
 */
final class CertificateStrength {
  static final String REQUIRED =
      "an RSA key of 2048 to 8192 bits, or an EC key on P-256, P-384 or P-521, or an EdDSA or ML-DSA key; a signature with SHA-256 or better";

  private static final int LEAST_RSA = 2048;
  private static final int MOST_RSA = 8192;
  private static final int MOST_EXPONENT = 64;

  /** The object identifiers of signature algorithms that are strong with any parameters. */
  private static final Set<String> SIGNATURES =
      Set.of(
          "1.2.840.113549.1.1.11", // sha256, 384, 512 WithRSAEncryption
          "1.2.840.113549.1.1.12",
          "1.2.840.113549.1.1.13",
          "1.2.840.10045.4.3.2", // ecdsa-with-SHA256, 384, 512
          "1.2.840.10045.4.3.3",
          "1.2.840.10045.4.3.4",
          "1.3.101.112", // Ed25519, Ed448
          "1.3.101.113",
          "2.16.840.1.101.3.4.3.10", // ecdsa-with-SHA3-256, 384, 512
          "2.16.840.1.101.3.4.3.11",
          "2.16.840.1.101.3.4.3.12",
          "2.16.840.1.101.3.4.3.14", // rsa with SHA3-256, 384, 512
          "2.16.840.1.101.3.4.3.15",
          "2.16.840.1.101.3.4.3.16");

  private static final List<ECParameterSpec> CURVES =
      List.of(curve("secp256r1"), curve("secp384r1"), curve("secp521r1"));

  private CertificateStrength() {}

  /** Returns the defect in the key of a certificate; empty for none. */
  static Optional<Refusal> keyDefect(X509Certificate certificate, int position) {
    Optional<String> weakness = weakness(certificate.getPublicKey());
    return weakness.isPresent()
        ? weak(certificate, position, weakness.get())
        : unverifiable(MlDsa.of(certificate.getPublicKey()), certificate, position);
  }

  /**
   * Returns the defect in the signature on a certificate, which is not verified; empty for none.
   */
  static Optional<Refusal> signatureDefect(X509Certificate certificate, int position) {
    Optional<String> weakness = weakSignature(certificate);
    return weakness.isPresent()
        ? weak(certificate, position, weakness.get())
        : unverifiable(MlDsa.of(certificate.getSigAlgOID()), certificate, position);
  }

  private static Optional<Refusal> unverifiable(
      Optional<MlDsa> algorithm, X509Certificate certificate, int position) {
    return algorithm.isPresent() && !algorithm.get().isVerifiable()
        ? Optional.of(
            new UnsupportedAlgorithm(
                CertificateSummary.of(certificate, position), algorithm.get().toString()))
        : Optional.empty();
  }

  private static Optional<Refusal> weak(X509Certificate certificate, int position, String found) {
    return Optional.of(
        new WeakCertificate(
            CertificateSummary.of(certificate, position), PeerText.of(found), REQUIRED));
  }

  /** Returns the reason why a key is too weak or not known to be strong; empty if it is strong. */
  static Optional<String> weakness(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      if (bits < LEAST_RSA || bits > MOST_RSA) {
        return Optional.of("an RSA key of " + bits + " bits");
      }
      boolean fit =
          rsa.getPublicExponent().bitLength() <= MOST_EXPONENT
              && rsa.getPublicExponent().bitLength() > 1
              && rsa.getPublicExponent().testBit(0);
      return fit ? Optional.empty() : Optional.of("an RSA key with an unusual exponent");
    }
    if (key instanceof ECPublicKey ec) {
      ECParameterSpec parameters = ec.getParams();
      return isAccepted(parameters)
          ? Optional.empty()
          : Optional.of(
              "an EC key of " + parameters.getOrder().bitLength() + " bits on another curve");
    }
    return key instanceof EdECPublicKey || MlDsa.of(key).isPresent()
        ? Optional.empty()
        : Optional.of("a key of the kind " + key.getAlgorithm());
  }

  private static boolean isAccepted(ECParameterSpec parameters) {
    for (ECParameterSpec curve : CURVES) {
      if (curve == parameters || isSame(curve, parameters)) {
        return true;
      }
    }
    return false;
  }

  private static ECParameterSpec curve(String name) {
    try {
      AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
      named.init(new ECGenParameterSpec(name));
      return named.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }

  /** Returns whether two curves are the same by their parameters; a name proves nothing. */
  private static boolean isSame(ECParameterSpec accepted, ECParameterSpec other) {
    return accepted.getOrder().equals(other.getOrder())
        && accepted.getCofactor() == other.getCofactor()
        && accepted.getGenerator().equals(other.getGenerator())
        && accepted.getCurve().equals(other.getCurve());
  }

  /** Returns the reason why the signature on a certificate is too weak; empty if it is strong. */
  static Optional<String> weakSignature(X509Certificate certificate) {
    String oid = certificate.getSigAlgOID();
    boolean strong =
        SIGNATURES.contains(oid)
            || MlDsa.of(oid).isPresent()
            || (oid.equals(PssParameters.ALGORITHM)
                && PssParameters.weakness(certificate.getSigAlgParams()).isEmpty());
    return strong
        ? Optional.empty()
        : Optional.of("a signature with " + certificate.getSigAlgName());
  }

  /**
   * Returns whether verifying one signature with a key would take noticeable time. Such a key is
   * not used to verify anything.
   */
  static boolean isCostly(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return rsa.getModulus().bitLength() > MOST_RSA
          || rsa.getPublicExponent().bitLength() > MOST_EXPONENT;
    }
    if (key instanceof DSAPublicKey dsa) {
      return dsa.getParams() == null || dsa.getParams().getP().bitLength() > 3072;
    }
    return key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() > 521;
  }
}
