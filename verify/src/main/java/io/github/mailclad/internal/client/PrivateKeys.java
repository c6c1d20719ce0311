package io.github.mailclad.internal.client;

import io.github.mailclad.internal.der.KeyDerivation;
import io.github.mailclad.internal.files.PemBlock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * Reads private keys in PEM: PKCS #8 (RFC 5958), encrypted or not, PKCS #1 (RFC 8017, appendix
 * A.1.2) and SEC 1 (RFC 5915). No message contains a part of a key or a password.
 */
final class PrivateKeys {
  private static final String CONVERT = "convert it with openssl pkcs8 -topk8";

  /** The object identifiers of Ed25519 and Ed448 (RFC 8410, section 3). */
  private static final Set<String> EDDSA = Set.of("1.3.101.112", "1.3.101.113");

  private PrivateKeys() {}

  /**
   * Returns the private key of a block.
   *
   * @throws IOException if it cannot be read; the message says why and what to do
   */
  static PrivateKey of(PemBlock block, @Nullable String password) throws IOException {
    if (block.isEncryptedByHeader()) {
      throw new IOException(
          "the private key is encrypted in an old format that derives its key from MD5; "
              + CONVERT
              + " -v2 aes-256-cbc");
    }
    boolean encrypted = block.label().equals("ENCRYPTED PRIVATE KEY");
    if (!encrypted && password != null) {
      throw new IOException("the private key is not encrypted; remove client-certificate-password");
    }
    try {
      return switch (block.label()) {
        case "PRIVATE KEY" -> ofPkcs8(block.der());
        case "ENCRYPTED PRIVATE KEY" -> ofPkcs8(decrypted(block.der(), password));
        case "RSA PRIVATE KEY" -> ofPkcs8(wrappedRsa(block.der()));
        case "EC PRIVATE KEY" -> ofPkcs8(wrappedEc(block.der()));
        default ->
            throw new IOException(
                "it has a PEM block " + block.shownLabel() + ", which is not read; " + CONVERT);
      };
    } catch (GeneralSecurityException | RuntimeException e) {
      // Bouncy Castle's ASN.1 parser reports defects as runtime exceptions of several types
      throw new IOException("the private key cannot be read", e);
    }
  }

  private static byte[] wrappedRsa(byte[] pkcs1) throws IOException {
    return new PrivateKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            RSAPrivateKey.getInstance(pkcs1))
        .getEncoded();
  }

  private static byte[] wrappedEc(byte[] sec1) throws IOException {
    ECPrivateKey key = ECPrivateKey.getInstance(sec1);
    if (key.getParametersObject() == null) {
      throw new IOException("the private key does not name its curve; " + CONVERT);
    }
    return new PrivateKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
            key)
        .getEncoded();
  }

  private static PrivateKey ofPkcs8(byte[] pkcs8) throws IOException, GeneralSecurityException {
    ASN1ObjectIdentifier algorithm =
        PrivateKeyInfo.getInstance(pkcs8).getPrivateKeyAlgorithm().getAlgorithm();
    return KeyFactory.getInstance(nameOf(algorithm))
        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  private static String nameOf(ASN1ObjectIdentifier algorithm) throws IOException {
    if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return "RSA";
    }
    if (algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      return "RSASSA-PSS";
    }
    if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return "EC";
    }
    if (EDDSA.contains(algorithm.getId())) {
      return "EdDSA";
    }
    throw new IOException(
        "the private key is of an algorithm that TLS does not use here: " + algorithm.getId());
  }

  private static byte[] decrypted(byte[] der, @Nullable String password)
      throws IOException, GeneralSecurityException {
    if (password == null) {
      throw new IOException("the private key is encrypted; set client-certificate-password");
    }
    if (KeyDerivation.roundsOfKey(der) > KeyDerivation.MOST_ROUNDS) {
      throw new IOException(
          "it asks for more than %d rounds of key derivation".formatted(KeyDerivation.MOST_ROUNDS));
    }
    EncryptedPrivateKeyInfo key = new EncryptedPrivateKeyInfo(der);
    AlgorithmParameters parameters = key.getAlgParameters();
    String algorithm = key.getAlgName();
    if (parameters != null
        && Set.of(PKCSObjectIdentifiers.id_PBES2.getId(), "PBES2").contains(algorithm)) {
      // the platform's name for the combined functions of PBES2
      algorithm = parameters.toString();
    }
    PBEKeySpec secret = new PBEKeySpec(password.toCharArray());
    try {
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(algorithm).generateSecret(secret),
          parameters);
      return key.getKeySpec(cipher).getEncoded();
    } catch (InvalidKeyException | InvalidKeySpecException e) {
      throw new IOException("client-certificate-password does not open the private key", e);
    } finally {
      secret.clearPassword();
    }
  }

  /** Returns whether a private key belongs to a public key. */
  static boolean belongTogether(PrivateKey key, PublicKey certified) {
    if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
      return false;
    }
    byte[] probe = key.getAlgorithm().getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signing = signature(key.getAlgorithm());
      signing.initSign(key);
      signing.update(probe);
      byte[] signed = signing.sign();
      Signature verifying = signature(key.getAlgorithm());
      verifying.initVerify(certified);
      verifying.update(probe);
      return verifying.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static Signature signature(String keyAlgorithm) throws GeneralSecurityException {
    return switch (keyAlgorithm) {
      case "EC" -> Signature.getInstance("SHA256withECDSA");
      case "RSASSA-PSS" -> {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        yield pss;
      }
      case "EdDSA" -> Signature.getInstance("EdDSA");
      default -> Signature.getInstance("SHA256withRSA");
    };
  }
}
