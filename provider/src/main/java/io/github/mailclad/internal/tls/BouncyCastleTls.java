package io.github.mailclad.internal.tls;

import io.github.mailclad.internal.mailproto.BlockInput;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.jcajce.util.DefaultJcaJceHelper;
import org.bouncycastle.jcajce.util.JcaJceHelper;
import org.bouncycastle.jcajce.util.ProviderJcaJceHelper;
import org.bouncycastle.jsse.BCSSLParameters;
import org.bouncycastle.jsse.BCSSLSocket;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsNoCloseNotifyException;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCertificate;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of Bouncy Castle. Its cryptography is the platform's where the platform has it, because
 * AES-GCM is many times as fast there; the rest is Bouncy Castle's own, for example ML-KEM and
 * RSASSA-PSS by the names that it uses.
 */
final class BouncyCastleTls implements TlsLibrary {
  private static final String CRYPTOGRAPHY = "org.bouncycastle.jce.provider.BouncyCastleProvider";

  private static final String TLS_FEATURES = "1.3.6.1.5.5.7.1.24";
  private static final String ML_KEM = "ML-KEM";

  /** The signature schemes of RFC 9325 and RFC 8446, section 4.2.3: none over SHA-1 or SHA-224. */
  private static final List<String> SIGNATURES =
      List.of(
          "ecdsa_secp256r1_sha256",
          "ecdsa_secp384r1_sha384",
          "ecdsa_secp521r1_sha512",
          "ed25519",
          "ed448",
          "rsa_pss_rsae_sha256",
          "rsa_pss_rsae_sha384",
          "rsa_pss_rsae_sha512",
          "rsa_pss_pss_sha256",
          "rsa_pss_pss_sha384",
          "rsa_pss_pss_sha512",
          "rsa_pkcs1_sha256",
          "rsa_pkcs1_sha384",
          "rsa_pkcs1_sha512");

  private final Provider provider;
  private final List<String> groups;

  /** Creates the library, and calls what an old one does not have. */
  BouncyCastleTls() {
    Primitives primitives = new Primitives(new Helper(cryptography()));
    this.provider = new BouncyCastleJsseProvider(false, primitives);
    TlsCrypto crypto = primitives.create(new SecureRandom());
    this.groups =
        Stream.of(
                NamedGroup.X25519MLKEM768,
                NamedGroup.SecP256r1MLKEM768,
                NamedGroup.SecP384r1MLKEM1024,
                NamedGroup.x25519,
                NamedGroup.secp256r1,
                NamedGroup.secp384r1)
            .filter(
                group ->
                    NamedGroup.refersToASpecificHybrid(group)
                        ? crypto.hasNamedGroup(NamedGroup.getHybridFirst(group))
                            && crypto.hasNamedGroup(NamedGroup.getHybridSecond(group))
                        : crypto.hasNamedGroup(group))
            .map(NamedGroup::getName)
            .toList();
    offer(new BCSSLParameters(), groups);
  }

  /** Not a reference in the code: the class would lead the build to copy all of Bouncy Castle. */
  private static Provider cryptography() {
    try {
      return (Provider) Class.forName(CRYPTOGRAPHY).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new NoClassDefFoundError(CRYPTOGRAPHY);
    }
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

  /** The cryptography of the library. */
  private static final class Primitives extends JcaTlsCryptoProvider {
    private final JcaJceHelper helper;

    Primitives(JcaJceHelper helper) {
      this.helper = helper;
    }

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
      };
    }
  }

  /**
   * Returns the certificate, without its TLS features (RFC 7633) in the eyes of the library. The
   * library would end the handshake because of them before it asks for the verdict, which includes
   * them. The published jar has a copy of the ASN.1 types, so the method cannot be overridden.
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

  @Override
  public SSLContext context() {
    try {
      return SSLContext.getInstance("TLS", provider);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Bouncy Castle has no TLS", e);
    }
  }

  @Override
  public List<String> groups() {
    return groups;
  }

  @Override
  public void offer(SSLSocket socket, SSLParameters hello, List<String> offered) {
    socket.setSSLParameters(hello);
    BCSSLSocket own = (BCSSLSocket) socket;
    BCSSLParameters parameters = own.getParameters();
    offer(parameters, offered);
    own.setParameters(parameters);
  }

  /** Sends key shares of the preferred group and of x25519, for a server without hybrid groups. */
  private static void offer(BCSSLParameters parameters, List<String> offered) {
    parameters.setNamedGroups(offered.toArray(String[]::new));
    parameters.setEarlyKeyShares(
        Stream.of(offered.get(0), "x25519").distinct().toArray(String[]::new));
    parameters.setSignatureSchemes(SIGNATURES.toArray(String[]::new));
    parameters.setSignatureSchemesCert(SIGNATURES.toArray(String[]::new));
  }

  @Override
  public InputStream input(SSLSocket socket) throws IOException {
    return new BlockInput(socket.getInputStream()) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        try {
          return in.read(into, offset, length);
        } catch (TlsNoCloseNotifyException end) {
          return -1;
        }
      }
    };
  }
}
