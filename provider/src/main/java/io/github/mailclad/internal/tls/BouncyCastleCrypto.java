package io.github.mailclad.internal.tls;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import org.bouncycastle.jcajce.util.DefaultJcaJceHelper;
import org.bouncycastle.jcajce.util.JcaJceHelper;
import org.bouncycastle.jcajce.util.ProviderJcaJceHelper;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsHash;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCertificate;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.jspecify.annotations.Nullable;

/**
 * The cryptography of Bouncy Castle's TLS. It is the platform's where the platform has it, because
 * AES-GCM is many times as fast there; the rest is Bouncy Castle's own, for example ML-KEM and
 * RSASSA-PSS by the names that it uses. It also gives access to what the library keeps from its
 * caller. Thread-safe.
 */
final class BouncyCastleCrypto extends JcaTlsCryptoProvider {
  private static final String CRYPTOGRAPHY = "org.bouncycastle.jce.provider.BouncyCastleProvider";
  private static final String TLS_FEATURES = "1.3.6.1.5.5.7.1.24";
  private static final String ML_KEM = "ML-KEM";
  private static final int CERTIFICATE = 11;

  private final JcaJceHelper helper = new Helper(cryptography());

  @SuppressWarnings("ThreadLocalUsage") // of one handshake, in the thread that does it
  private final ThreadLocal<byte[]> certificateMessage = new ThreadLocal<>();

  @Override
  public JcaJceHelper getHelper() {
    return helper;
  }

  /** Without a source of randomness the library would ask the platform for one by a BC name. */
  @Override
  public JcaTlsCrypto create(@Nullable SecureRandom random) {
    return super.create(random == null ? new SecureRandom() : random);
  }

  @Override
  public JcaTlsCrypto create(SecureRandom random, SecureRandom nonces) {
    return new JcaTlsCrypto(helper, helper, random, nonces) {
      @Override
      public TlsCertificate createCertificate(short type, byte[] encoded) throws IOException {
        if (type != CertificateType.X509) {
          throw new TlsFatalAlert(AlertDescription.illegal_parameter);
        }
        return withoutFeatures(new JcaTlsCertificate(this, encoded));
      }

      @Override
      public TlsHash createHash(int algorithm) {
        return new Transcript(super.createHash(algorithm));
      }
    };
  }

  /**
   * Returns the Certificate message (RFC 8446, section 4.4.2) that was hashed last on this thread,
   * and forgets it; empty for none.
   */
  byte[] certificateMessage() {
    byte[] message = certificateMessage.get();
    certificateMessage.remove();
    return message == null ? new byte[0] : message;
  }

  /**
   * The hash of a handshake, which gets each message in one piece, on the thread of the handshake
   * and before the library asks for the verdict. The library has no other way to the stapled
   * responses of TLS 1.3.
   */
  private final class Transcript implements TlsHash {
    private final TlsHash below;

    Transcript(TlsHash below) {
      this.below = below;
    }

    @Override
    public void update(byte[] octets, int offset, int length) {
      if (length > 4 && octets[offset] == CERTIFICATE) {
        certificateMessage.set(Arrays.copyOfRange(octets, offset, offset + length));
      }
      below.update(octets, offset, length);
    }

    @Override
    public byte[] calculateHash() {
      return below.calculateHash();
    }

    @Override
    public TlsHash cloneHash() {
      return new Transcript(below.cloneHash());
    }

    @Override
    public void reset() {
      below.reset();
    }
  }

  /** Not a reference in the code: the class would lead the build to copy all of Bouncy Castle. */
  private static Provider cryptography() {
    try {
      return Class.forName(CRYPTOGRAPHY).asSubclass(Provider.class).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new NoClassDefFoundError(CRYPTOGRAPHY);
    }
  }

  /**
   * Returns the certificate, without its TLS features (RFC 7633) in the eyes of the library. The
   * library would end the handshake because of them before it asks for the verdict, which includes
   * them. A proxy, because an override would name a type of ASN.1, and the provider uses none.
   */
  private static TlsCertificate withoutFeatures(JcaTlsCertificate certificate) {
    return certificate.getX509Certificate().getExtensionValue(TLS_FEATURES) == null
        ? certificate
        : (TlsCertificate)
            Proxy.newProxyInstance(
                TlsCertificate.class.getClassLoader(),
                new Class<?>[] {TlsCertificate.class},
                (proxy, method, arguments) -> {
                  if (arguments != null && arguments[0].toString().equals(TLS_FEATURES)) {
                    return null;
                  }
                  try {
                    return method.invoke(certificate, arguments);
                  } catch (InvocationTargetException failed) {
                    throw failed.getCause();
                  }
                });
  }

  /**
   * The cryptography of the platform, and Bouncy Castle's own for what the platform lacks. Bouncy
   * Castle takes ML-KEM from the provider of such a helper, so all parts of it are its own.
   */
  private static final class Helper extends ProviderJcaJceHelper {
    private final JcaJceHelper platform = new DefaultJcaJceHelper();

    Helper(Provider own) {
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
              () -> platform.createKeyPairGenerator(name),
              () -> super.createKeyPairGenerator(name));
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
}
