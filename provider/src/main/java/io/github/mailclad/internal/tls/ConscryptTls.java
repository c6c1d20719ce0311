package io.github.mailclad.internal.tls;

import io.github.mailclad.NegotiatedTls.Handshake;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.internal.handshake.ServerHello;
import io.github.mailclad.internal.handshake.TlsLibrary;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.conscrypt.Conscrypt;

/** The TLS of Conscrypt: BoringSSL as a native library, which its jar brings along. */
final class ConscryptTls implements TlsLibrary {
  /** The code of the hash in a signature scheme (RFC 5246, section 7.4.1.4.1). */
  private static final int SHA_1 = 2;

  private static final List<String> GROUPS =
      List.of("X25519MLKEM768", "x25519", "secp256r1", "secp384r1");

  private final Provider provider;

  /** Creates the library, and loads its native code. */
  ConscryptTls() {
    Conscrypt.checkAvailability();
    this.provider = Conscrypt.newProvider();
  }

  @Override
  public SSLContext context() {
    try {
      return SSLContext.getInstance("TLS", provider);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Conscrypt has no TLS", e);
    }
  }

  @Override
  public List<String> groups() {
    return GROUPS;
  }

  @Override
  public void offer(SSLSocket socket, SSLParameters hello, List<String> offered) {
    socket.setSSLParameters(hello);
    Conscrypt.setNamedGroups(socket, offered.toArray(String[]::new));
  }

  @Override
  public boolean keepsClientCertificate() {
    return false;
  }

  @Override
  public Supplier<Optional<byte[]>> exporter(SSLSocket socket) {
    return () -> {
      try {
        return Optional.of(
            Conscrypt.exportKeyingMaterial(socket, BINDING_LABEL, new byte[0], BINDING_OCTETS));
      } catch (SSLException closed) {
        return Optional.empty();
      }
    };
  }

  /** As long as the certificates of a server, which its signature follows in TLS 1.2. */
  @Override
  public int firstOctets() {
    return 32 * 1024;
  }

  /**
   * Refuses a key exchange that was signed over SHA-1. BoringSSL offers {@code rsa_pkcs1_sha1} as
   * the last scheme, and has no means to leave it out.
   */
  @Override
  public Optional<String> weakness(TlsVersion version, Handshake kind, byte[] firstOctets) {
    if (version != TlsVersion.TLS_1_2 || kind == Handshake.RESUMED) {
      return Optional.empty();
    }
    OptionalInt scheme = ServerHello.signatureScheme(firstOctets);
    return scheme.isEmpty()
        ? Optional.of("the signature of the key exchange was not found")
        : scheme.getAsInt() >> 8 == SHA_1
            ? Optional.of("the server signed its key exchange over SHA-1")
            : Optional.empty();
  }
}
