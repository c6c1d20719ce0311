package io.github.mailclad.internal.tls;

import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.handshake.TlsLibrary;
import io.github.mailclad.internal.mailproto.BlockInput;
import java.io.IOException;
import java.io.InputStream;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.jsse.BCSSLParameters;
import org.bouncycastle.jsse.BCSSLSocket;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.TlsNoCloseNotifyException;
import org.bouncycastle.tls.crypto.TlsCrypto;

/** The TLS of Bouncy Castle, with {@linkplain BouncyCastleCrypto cryptography} of the platform. */
final class BouncyCastleTls implements TlsLibrary {
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

  private final BouncyCastleCrypto cryptography;
  private final Provider provider;
  private final List<String> groups;

  /** Creates the library, and calls what an old one does not have. */
  BouncyCastleTls() {
    this.cryptography = new BouncyCastleCrypto();
    this.provider = new BouncyCastleJsseProvider(false, cryptography);
    TlsCrypto crypto = cryptography.create(new SecureRandom());
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

  /** Reads them from the handshake in TLS 1.3: the library's session has those of TLS 1.2 only. */
  @Override
  public List<byte[]> staples(SSLSession session) {
    return TlsVersion.of(session.getProtocol()).filter(TlsVersion.TLS_1_3::equals).isPresent()
        ? CertificateMessage.staples(cryptography.certificateMessage())
        : TlsLibrary.super.staples(session);
  }

  @Override
  public boolean keepsStaples() {
    return false;
  }

  /** Has it already: the library cannot export once a handshake is complete. */
  @Override
  public Supplier<Optional<byte[]>> exporter(SSLSocket socket) {
    Optional<byte[]> material = cryptography.exported();
    return () -> material;
  }
}
