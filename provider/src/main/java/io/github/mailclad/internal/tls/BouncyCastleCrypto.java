package io.github.mailclad.internal.tls;

import io.github.mailclad.internal.handshake.TlsLibrary;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.jcajce.util.JcaJceHelper;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsHash;
import org.bouncycastle.tls.crypto.TlsSecret;
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
  private static final int CERTIFICATE = 11;

  private final JcaJceHelper helper = new PlatformFirstAlgorithms(cryptography());

  @SuppressWarnings("ThreadLocalUsage") // of one handshake, in the thread that does it
  private final ThreadLocal<byte[]> certificateMessage = new ThreadLocal<>();

  @SuppressWarnings("ThreadLocalUsage") // the same
  private final ThreadLocal<SecurityParameters> secrets = new ThreadLocal<>();

  @SuppressWarnings("ThreadLocalUsage") // the same
  private final ThreadLocal<byte[]> exported = new ThreadLocal<>();

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

      @Override
      public TlsCipher createCipher(TlsCryptoParameters parameters, int encryption, int mac)
          throws IOException {
        if (TlsUtils.isTLSv13(parameters.getServerVersion())) {
          secrets.set(parameters.getSecurityParametersHandshake());
        }
        return super.createCipher(parameters, encryption, mac);
      }

      /** The library calls this when a handshake is complete, and then clears the secrets of it. */
      @Override
      public TlsSecret adoptSecret(TlsSecret master) {
        export(this, secrets.get());
        secrets.remove();
        return super.adoptSecret(master);
      }
    };
  }

  /** Keeps the keying material of a complete handshake of TLS 1.3 for its channel binding. */
  private void export(JcaTlsCrypto crypto, @Nullable SecurityParameters complete) {
    exported.remove();
    TlsSecret exporter = complete == null ? null : complete.getExporterMasterSecret();
    if (complete == null || exporter == null) {
      return;
    }
    int hash = complete.getPRFCryptoHashAlgorithm();
    byte[] empty = crypto.createHash(hash).calculateHash();
    try {
      TlsSecret derived =
          TlsCryptoUtils.hkdfExpandLabel(
              exporter, hash, TlsLibrary.BINDING_LABEL, empty, complete.getPRFHashLength());
      exported.set(
          TlsCryptoUtils.hkdfExpandLabel(
                  derived, hash, "exporter", empty, TlsLibrary.BINDING_OCTETS)
              .extract());
    } catch (IOException e) {
      throw new IllegalStateException("a label of this length is not encoded", e);
    }
  }

  /**
   * Returns the keying material (RFC 8446, section 7.5) of the handshake that this thread completed
   * last, and forgets it; empty for none.
   */
  Optional<byte[]> exported() {
    byte[] material = exported.get();
    exported.remove();
    return Optional.ofNullable(material);
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
}
