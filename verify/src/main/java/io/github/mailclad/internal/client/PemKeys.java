package io.github.mailclad.internal.client;

import io.github.mailclad.internal.files.PemBlock;
import io.github.mailclad.internal.files.UnfinishedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a client certificate with its private key from PEM: one file with both, or two files. */
final class PemKeys {
  private PemKeys() {}

  /**
   * Returns the private key with its certificate and the issuers in the file.
   *
   * @param certificates the content of the file with the certificate
   * @param keys the content of the file with the private key; the same for one file with both
   * @throws IOException if there is no such pair; the message says why, without a secret
   */
  static ClientKey of(List<PemBlock> certificates, List<PemBlock> keys, @Nullable String password)
      throws IOException {
    return paired(PrivateKeys.of(onlyKey(keys), password), chain(certificates));
  }

  /**
   * Returns the certificate of a private key.
   *
   * @throws IOException if none of the certificates belongs to the key
   */
  static X509Certificate certificateOf(PrivateKey key, List<PemBlock> blocks) throws IOException {
    return paired(key, chain(blocks)).certificate();
  }

  private static PemBlock onlyKey(List<PemBlock> blocks) throws IOException {
    List<PemBlock> keys = blocks.stream().filter(PemBlock::isPrivateKey).toList();
    if (keys.isEmpty()) {
      throw new UnfinishedException(
          "it has no private key; name the file with the key in client-certificate-key");
    }
    if (keys.size() > 1) {
      throw new IOException("it has " + keys.size() + " private keys; leave one in it");
    }
    return keys.get(0);
  }

  private static List<X509Certificate> chain(List<PemBlock> blocks) throws IOException {
    List<X509Certificate> chain = new ArrayList<>();
    for (PemBlock block : blocks) {
      if (block.isCertificate()) {
        chain.add(certificate(block));
      }
    }
    if (chain.isEmpty()) {
      throw new UnfinishedException(
          "it has no certificate; name the file with the certificate in client-certificate, and the one with the key in client-certificate-key");
    }
    return chain;
  }

  private static X509Certificate certificate(PemBlock block) throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.der()));
    } catch (CertificateException e) {
      throw new IOException("it has a certificate that cannot be read", e);
    }
  }

  /**
   * Returns the pair with the certificate of the key first, regardless of its place in the file.
   */
  private static ClientKey paired(PrivateKey key, List<X509Certificate> certificates)
      throws IOException {
    for (X509Certificate each : certificates) {
      if (PrivateKeys.belongTogether(key, each.getPublicKey())) {
        List<X509Certificate> chain = new ArrayList<>(certificates);
        chain.remove(each);
        chain.add(0, each);
        return new ClientKey(key, chain);
      }
    }
    throw new UnfinishedException("the private key does not belong to the certificate");
  }
}
