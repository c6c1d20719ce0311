package io.github.mailclad.internal.tls;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import org.bouncycastle.jcajce.util.DefaultJcaJceHelper;
import org.bouncycastle.jcajce.util.JcaJceHelper;
import org.bouncycastle.jcajce.util.ProviderJcaJceHelper;

/**
 * The cryptography of the platform, and Bouncy Castle's own for what the platform lacks. Bouncy
 * Castle takes ML-KEM from the provider of such a helper, so all parts of it are its own.
 */
final class PlatformFirstAlgorithms extends ProviderJcaJceHelper {
  private static final String ML_KEM = "ML-KEM";

  private final JcaJceHelper platform = new DefaultJcaJceHelper();

  PlatformFirstAlgorithms(Provider own) {
    super(own);
  }

  /** A look-up of an algorithm. */
  @FunctionalInterface
  private interface LookUp<T> {
    T get() throws GeneralSecurityException;
  }

  private static <T> T first(LookUp<T> platform, LookUp<T> own) throws NoSuchAlgorithmException {
    try {
      return platform.get();
    } catch (GeneralSecurityException absent) {
      try {
        return own.get();
      } catch (NoSuchAlgorithmException e) {
        throw e;
      } catch (GeneralSecurityException e) {
        throw new NoSuchAlgorithmException(e);
      }
    }
  }

  @Override
  public Cipher createCipher(String name) throws NoSuchAlgorithmException {
    return first(() -> platform.createCipher(name), () -> super.createCipher(name));
  }

  @Override
  public Mac createMac(String name) throws NoSuchAlgorithmException {
    return first(() -> platform.createMac(name), () -> super.createMac(name));
  }

  @Override
  @SuppressWarnings("deprecation") // the library still calls it
  public MessageDigest createDigest(String name) throws NoSuchAlgorithmException {
    return createMessageDigest(name);
  }

  @Override
  public MessageDigest createMessageDigest(String name) throws NoSuchAlgorithmException {
    return first(() -> platform.createMessageDigest(name), () -> super.createMessageDigest(name));
  }

  @Override
  public Signature createSignature(String name) throws NoSuchAlgorithmException {
    return first(() -> platform.createSignature(name), () -> super.createSignature(name));
  }

  @Override
  public KeyAgreement createKeyAgreement(String name) throws NoSuchAlgorithmException {
    return first(() -> platform.createKeyAgreement(name), () -> super.createKeyAgreement(name));
  }

  @Override
  public AlgorithmParameters createAlgorithmParameters(String name)
      throws NoSuchAlgorithmException {
    return first(
        () -> platform.createAlgorithmParameters(name),
        () -> super.createAlgorithmParameters(name));
  }

  @Override
  public KeyPairGenerator createKeyPairGenerator(String name) throws NoSuchAlgorithmException {
    return name.startsWith(ML_KEM)
        ? super.createKeyPairGenerator(name)
        : first(
            () -> platform.createKeyPairGenerator(name), () -> super.createKeyPairGenerator(name));
  }

  @Override
  public KeyFactory createKeyFactory(String name) throws NoSuchAlgorithmException {
    return name.startsWith(ML_KEM)
        ? super.createKeyFactory(name)
        : first(() -> platform.createKeyFactory(name), () -> super.createKeyFactory(name));
  }

  /** The verdict gets certificates of the same class as with the platform's TLS. */
  @Override
  public CertificateFactory createCertificateFactory(String name) throws CertificateException {
    return CertificateFactory.getInstance(name);
  }
}
