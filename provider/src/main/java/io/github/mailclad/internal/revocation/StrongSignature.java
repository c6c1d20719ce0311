package io.github.mailclad.internal.revocation;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * Signatures as RFC 9325, section 4.5, asks for them: RSA of at least 2048 bits, EC of at least 256
 * or EdDSA, over SHA-256 or better. Others are refused before anything is computed.
 */
final class StrongSignature {
  private static final String PSS = "1.2.840.113549.1.1.10";

  /** Object identifiers of signature algorithms, with the platform's names for them. */
  private static final Map<String, String> ALGORITHMS =
      Map.ofEntries(
          Map.entry("1.2.840.113549.1.1.11", "SHA256withRSA"),
          Map.entry("1.2.840.113549.1.1.12", "SHA384withRSA"),
          Map.entry("1.2.840.113549.1.1.13", "SHA512withRSA"),
          Map.entry(PSS, "RSASSA-PSS"),
          Map.entry("1.2.840.10045.4.3.2", "SHA256withECDSA"),
          Map.entry("1.2.840.10045.4.3.3", "SHA384withECDSA"),
          Map.entry("1.2.840.10045.4.3.4", "SHA512withECDSA"),
          Map.entry("1.3.101.112", "Ed25519"),
          Map.entry("1.3.101.113", "Ed448"));

  private static final Set<String> PSS_DIGESTS = Set.of("SHA-256", "SHA-384", "SHA-512");

  private StrongSignature() {}

  /**
   * Refuses a weak algorithm.
   *
   * @throws IOException if it is not among the strong ones
   */
  static void checkAlgorithm(String oid) throws IOException {
    if (!ALGORITHMS.containsKey(oid)) {
      throw new IOException("its signature algorithm (" + oid + ") is not accepted");
    }
  }

  /**
   * Refuses a weak key.
   *
   * @throws IOException if it is too short, or of a kind that is not accepted
   */
  static void checkKey(PublicKey key) throws IOException {
    boolean strong =
        key instanceof EdECPublicKey
            || (key instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() >= 2048
                && rsa.getModulus().bitLength() <= 16384)
            || (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() >= 256);
    if (!strong) {
      throw new IOException("the key of the responder is too weak");
    }
  }

  /**
   * Refuses what that key did not sign.
   *
   * @throws IOException if the algorithm is weak or the signature is wrong
   */
  static void check(PublicKey key, AlgorithmIdentifier algorithm, byte[] content, byte[] octets)
      throws IOException {
    String oid = algorithm.getAlgorithm().getId();
    checkAlgorithm(oid);
    try {
      Signature signature = Signature.getInstance(ALGORITHMS.get(oid));
      signature.initVerify(key);
      if (oid.equals(PSS)) {
        signature.setParameter(pssParameters(algorithm));
      }
      signature.update(content);
      if (signature.verify(octets)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("its signature is wrong", e);
    }
    throw new IOException("its signature is wrong");
  }

  private static PSSParameterSpec pssParameters(AlgorithmIdentifier algorithm)
      throws IOException, GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
    parameters.init(algorithm.getParameters().toASN1Primitive().getEncoded(ASN1Encoding.DER));
    PSSParameterSpec spec = parameters.getParameterSpec(PSSParameterSpec.class);
    boolean strong =
        PSS_DIGESTS.contains(spec.getDigestAlgorithm())
            && spec.getMGFParameters() instanceof MGF1ParameterSpec mask
            && PSS_DIGESTS.contains(mask.getDigestAlgorithm());
    if (!strong) {
      throw new IOException(
          "its signature algorithm (RSASSA-PSS with a weak digest) is not accepted");
    }
    return spec;
  }
}
