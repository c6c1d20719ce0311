package io.github.mailclad.release;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.bc.BcPGPSecretKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPDigestCalculatorProviderBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPKeyPair;

/**
 * The OpenPGP key that signs a release, in ASCII armour, with its passphrase. Immutable.
 *
 * @param armoured the secret key
 * @param passphrase its passphrase; it may be empty
 */
record SigningKey(String armoured, String passphrase) {

  /** Returns a new key of RSA with 3072 bits, for a release that is thrown away. */
  static SigningKey throwAway() throws Exception {
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("RSA");
    pairs.initialize(3072);
    var pair =
        new JcaPGPKeyPair(
            4,
            PublicKeyAlgorithmTags.RSA_GENERAL,
            pairs.generateKeyPair(),
            Date.from(Instant.now()));
    String passphrase = "of a key that is thrown away";
    var secret =
        new PGPSecretKey(
            PGPSignature.POSITIVE_CERTIFICATION,
            pair,
            "Release check <release-check@example.org>",
            new JcaPGPDigestCalculatorProviderBuilder().build().get(HashAlgorithmTags.SHA1),
            null,
            null,
            new JcaPGPContentSignerBuilder(
                pair.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA256),
            new BcPBESecretKeyEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                .build(passphrase.toCharArray()));
    var armoured = new ByteArrayOutputStream();
    try (ArmoredOutputStream out = ArmoredOutputStream.builder().build(armoured)) {
      secret.encode(out);
    }
    return new SigningKey(armoured.toString(StandardCharsets.US_ASCII), passphrase);
  }

  /** Returns the detached signature of a file, in ASCII armour. */
  String signatureOf(Path file) throws IOException, PGPException {
    PGPSecretKey secret = ring().getSecretKey();
    var generator =
        new PGPSignatureGenerator(
            new JcaPGPContentSignerBuilder(
                secret.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA256),
            secret.getPublicKey());
    generator.init(
        PGPSignature.BINARY_DOCUMENT,
        secret.extractPrivateKey(
            new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider())
                .build(passphrase.toCharArray())));
    generator.update(Files.readAllBytes(file));
    var armoured = new ByteArrayOutputStream();
    try (ArmoredOutputStream out = ArmoredOutputStream.builder().build(armoured)) {
      generator.generate().encode(out);
    }
    return armoured.toString(StandardCharsets.US_ASCII);
  }

  /** Returns whether a detached signature is one of this key over a file. */
  boolean signed(Path file, Path signature) throws IOException {
    try (InputStream in = PGPUtil.getDecoderStream(Files.newInputStream(signature))) {
      if (!(new BcPGPObjectFactory(in).nextObject() instanceof PGPSignatureList list)) {
        return false;
      }
      PGPSignature found = list.get(0);
      PGPPublicKey key = ring().getPublicKey(found.getKeyID());
      if (key == null) {
        return false;
      }
      found.init(new BcPGPContentVerifierBuilderProvider(), key);
      found.update(Files.readAllBytes(file));
      return found.verify();
    } catch (PGPException e) {
      return false;
    }
  }

  private PGPSecretKeyRing ring() throws IOException, PGPException {
    return new BcPGPSecretKeyRing(
        PGPUtil.getDecoderStream(
            new ByteArrayInputStream(armoured.getBytes(StandardCharsets.US_ASCII))));
  }
}
