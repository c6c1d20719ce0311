package io.github.mailclad.internal.trust;

import io.github.mailclad.internal.der.KeyDerivation;
import io.github.mailclad.internal.files.PemBlock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the trust anchors in a file. The first octets of the file determine its format.
 * Certificates that are stored as trusted are anchors; certificates of a private key are not.
 */
final class AnchorContent {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int PKCS12_VERSION = 3;
  private static final int LONG_FORM = 0x80;
  private static final int JKS = 0xfeedfeed;

  private AnchorContent() {}

  /**
   * Returns the certificates in PEM or DER, or those that a PKCS12 or JKS store trusts; at least
   * one.
   *
   * @throws IOException if there are no certificates, or they cannot be read; the message says why
   *     and what to do, without the password
   */
  static List<X509Certificate> certificates(byte[] content, @Nullable String password)
      throws IOException {
    if (PemBlock.isIn(content)) {
      return ofPem(PemBlock.in(content));
    }
    if (content.length > Integer.BYTES && ByteBuffer.wrap(content).getInt() == JKS) {
      return ofKeyStore(content, password);
    }
    int inner = content.length > 1 && content[0] == SEQUENCE ? 2 + lengthOctets(content[1]) : -1;
    if (inner < 0 || content.length < inner + 3) {
      throw unknownFormat();
    }
    return switch (content[inner]) {
      case SEQUENCE -> certificates(content);
      case INTEGER -> {
        if (content[inner + 2] != PKCS12_VERSION) {
          throw new IOException("it is a private key; name a file with the CA certificate");
        }
        yield ofKeyStore(content, password);
      }
      case OBJECT_IDENTIFIER ->
          throw new IOException(
              "it is PKCS #7; convert it to PEM with openssl pkcs7 -inform der -print_certs");
      default -> throw unknownFormat();
    };
  }

  private static int lengthOctets(byte first) {
    return (first & LONG_FORM) == 0 ? 0 : first & ~LONG_FORM & 0xff;
  }

  private static IOException unknownFormat() {
    return new IOException("it is neither PEM nor DER, nor a PKCS12 or JKS file");
  }

  private static List<X509Certificate> ofPem(List<PemBlock> blocks) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemBlock block : blocks) {
      if (block.isPrivateKey()) {
        throw new IOException(
            "it has a private key, which is not needed to verify a server; name a file with CA certificates only");
      }
      if (block.isCertificate()) {
        certificates.addAll(certificates(block.der()));
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException(
          blocks.isEmpty()
              ? "it has no PEM block that can be read"
              : "it has a PEM block " + blocks.get(0).shownLabel() + " and no certificate");
    }
    return certificates;
  }

  private static List<X509Certificate> certificates(byte[] der) throws IOException {
    try {
      List<X509Certificate> certificates = new ArrayList<>();
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(der))) {
        certificates.add((X509Certificate) each);
      }
      return List.copyOf(certificates);
    } catch (CertificateException e) {
      throw new IOException("it has a certificate that cannot be read", e);
    }
  }

  private static List<X509Certificate> ofKeyStore(byte[] content, @Nullable String password)
      throws IOException {
    long rounds = KeyDerivation.rounds(content);
    if (password != null && rounds > KeyDerivation.MOST_ROUNDS) {
      throw new IOException(
          "it asks for more than %d rounds to derive its keys from the password"
              .formatted(KeyDerivation.MOST_ROUNDS));
    }
    try {
      return trusted(opened(content, password), password == null && rounds > 0);
    } catch (GeneralSecurityException e) {
      throw new IOException("it has a certificate that cannot be read", e);
    }
  }

  private static KeyStore opened(byte[] content, @Nullable String password)
      throws IOException, GeneralSecurityException {
    // the platform's PKCS12 store also reads JKS (keystore.type.compat)
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(
          new ByteArrayInputStream(content), password == null ? null : password.toCharArray());
    } catch (IOException e) {
      throw new IOException(
          e.getCause() instanceof UnrecoverableKeyException
              ? "the password is wrong; correct mail.<protocol>.security.trust-anchors-password"
              : "it is damaged",
          e);
    }
    return store;
  }

  private static List<X509Certificate> trusted(KeyStore store, boolean locked)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> anchors = new ArrayList<>();
    int keys = 0;
    for (String alias : Collections.list(store.aliases())) {
      if (store.isCertificateEntry(alias)
          && store.getCertificate(alias) instanceof X509Certificate certificate) {
        anchors.add(certificate);
      } else if (store.isKeyEntry(alias)) {
        keys++;
      }
    }
    if (!anchors.isEmpty()) {
      return anchors;
    }
    if (locked) {
      throw new IOException(
          "a password protects its content; set mail.<protocol>.security.trust-anchors-password");
    }
    throw new IOException(
        keys > 0
            ? "it has a private key with its certificate, which is not a trusted one; name the CA certificate, or that certificate alone, in PEM (keytool -exportcert -rfc)"
            : "there is no certificate in it");
  }
}
