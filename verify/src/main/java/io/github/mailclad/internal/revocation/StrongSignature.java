package io.github.mailclad.internal.revocation;

import io.github.mailclad.internal.der.MlDsa;
import io.github.mailclad.internal.der.PssParameters;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Checks signatures by the strengths of RFC 9325, section 4.5: RSA of at least 2048 bits, EC of at
 * least 256, EdDSA or ML-DSA, over SHA-256 or better. Weaker ones are refused before any
 * computation.
 */
final class StrongSignature {
  /** The object identifiers of signature algorithms, with the platform's names for them. */
  private static final Map<String, String> ALGORITHMS =
      Map.ofEntries(
          Map.entry("1.2.840.113549.1.1.11", "SHA256withRSA"),
          Map.entry("1.2.840.113549.1.1.12", "SHA384withRSA"),
          Map.entry("1.2.840.113549.1.1.13", "SHA512withRSA"),
          Map.entry(PssParameters.ALGORITHM, "RSASSA-PSS"),
          Map.entry("1.2.840.10045.4.3.2", "SHA256withECDSA"),
          Map.entry("1.2.840.10045.4.3.3", "SHA384withECDSA"),
          Map.entry("1.2.840.10045.4.3.4", "SHA512withECDSA"),
          Map.entry("1.3.101.112", "Ed25519"),
          Map.entry("1.3.101.113", "Ed448"),
          Map.entry("2.16.840.1.101.3.4.3.17", "ML-DSA-44"),
          Map.entry("2.16.840.1.101.3.4.3.18", "ML-DSA-65"),
          Map.entry("2.16.840.1.101.3.4.3.19", "ML-DSA-87"));

  private StrongSignature() {}

  /**
   * Refuses a weak algorithm.
   *
   * @param oid the object identifier of the signature algorithm
   * @param parameters its parameters in DER; null if there are none
   * @throws IOException if it is not among the strong ones
   */
  static void checkAlgorithm(String oid, byte @Nullable [] parameters) throws IOException {
    if (!ALGORITHMS.containsKey(oid)) {
      throw new IOException("its signature algorithm (" + oid + ") is not accepted");
    }
    Optional<String> weak =
        oid.equals(PssParameters.ALGORITHM) ? PssParameters.weakness(parameters) : Optional.empty();
    if (weak.isPresent()) {
      throw new IOException("its signature algorithm (" + weak.get() + ") is not accepted");
    }
  }

  /**
   * Refuses a weak key.
   *
   * @throws IOException if it is too short, or of an unsupported type
   */
  static void checkKey(PublicKey key) throws IOException {
    boolean strong =
        key instanceof EdECPublicKey
            || MlDsa.of(key).isPresent()
            || (key instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() >= 2048
                && rsa.getModulus().bitLength() <= 16384)
            || (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() >= 256);
    if (!strong) {
      throw new IOException("the key of the responder is too weak");
    }
  }

  /**
   * Refuses content that is not signed with that key.
   *
   * @throws IOException if the algorithm is weak or the signature is wrong
   */
  static void check(PublicKey key, AlgorithmIdentifier algorithm, byte[] content, byte[] octets)
      throws IOException {
    String oid = algorithm.getAlgorithm().getId();
    byte[] parameters = parameters(algorithm);
    checkAlgorithm(oid, parameters);
    try {
      Signature signature = Signature.getInstance(ALGORITHMS.get(oid));
      signature.initVerify(key);
      if (oid.equals(PssParameters.ALGORITHM)) {
        signature.setParameter(pssParameters(parameters));
      }
      signature.update(content);
      if (signature.verify(octets)) {
        return;
      }
    } catch (NoSuchAlgorithmException absent) {
      throw new IOException("this Java platform cannot verify " + ALGORITHMS.get(oid), absent);
    } catch (GeneralSecurityException e) {
      throw new IOException("its signature is wrong", e);
    }
    throw new IOException("its signature is wrong");
  }

  private static PSSParameterSpec pssParameters(byte @Nullable [] parameters)
      throws IOException, GeneralSecurityException {
    AlgorithmParameters encoded = AlgorithmParameters.getInstance("RSASSA-PSS");
    encoded.init(parameters);
    return encoded.getParameterSpec(PSSParameterSpec.class);
  }

  private static byte @Nullable [] parameters(AlgorithmIdentifier algorithm) throws IOException {
    ASN1Encodable parameters = algorithm.getParameters();
    return parameters == null ? null : parameters.toASN1Primitive().getEncoded(ASN1Encoding.DER);
  }
}
