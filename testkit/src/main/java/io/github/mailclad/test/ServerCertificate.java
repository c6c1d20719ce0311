package io.github.mailclad.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Properties;

/**
 * A certificate for a test server that has TLS of its own, such as Mailpit or GreenMail in a
 * container: for one host name, from an authority that is thrown away.
 *
 * <pre>{@code
 * ServerCertificate certificate = ServerCertificate.forHost("localhost");
 * Files.writeString(folder.resolve("server.pem"), certificate.chain());
 * Files.writeString(folder.resolve("server.key"), certificate.privateKey());
 * Session session = Session.getInstance(certificate.properties("smtp", 1465));
 * }</pre>
 *
 * <p>Valid for 30 days. The key of the authority never leaves this object. Immutable.
 */
public final class ServerCertificate {
  private static final Duration VALIDITY = Duration.ofDays(30);
  private static final String ENTRY = "server";

  private final String host;
  private final String authority;
  private final KeyStore keys;

  private ServerCertificate(String host, Certificates certificates) {
    this.host = host;
    authority = certificates.authorityPem();
    keys = certificates.serverKeys(host, Instant.now().plus(VALIDITY), new char[0]);
  }

  /**
   * Creates an authority and a certificate.
   *
   * @param host the name by which the program under test connects, such as {@code localhost}
   */
  public static ServerCertificate forHost(String host) {
    return new ServerCertificate(Objects.requireNonNull(host, "host"), new Certificates());
  }

  /** Returns the server's certificate and that of its authority as PEM. */
  public String chain() {
    try {
      var pem = new StringBuilder();
      for (Certificate certificate : keys.getCertificateChain(ENTRY)) {
        pem.append(Certificates.pem("CERTIFICATE", certificate.getEncoded()));
      }
      return pem.toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the server's private key as PEM (PKCS #8, RFC 5958). */
  public String privateKey() {
    return Certificates.pem("PRIVATE KEY", key().getEncoded());
  }

  /** Returns certificates and private key as a PKCS #12 file (RFC 7292) with that password. */
  public byte[] keyStore(String password) {
    try {
      char[] characters = password.toCharArray();
      KeyStore copy = KeyStore.getInstance("PKCS12");
      copy.load(null, null);
      copy.setKeyEntry(ENTRY, key(), characters, keys.getCertificateChain(ENTRY));
      var file = new ByteArrayOutputStream();
      copy.store(file, characters);
      return file.toByteArray();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Key key() {
    try {
      return keys.getKey(ENTRY, new char[0]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the certificate of the authority as PEM, for the setting {@code trust-anchors}. */
  public String authority() {
    return authority;
  }

  /**
   * Returns host, port and trust anchors as session properties of that protocol name, for example
   * {@code smtp}.
   *
   * @param port the port on which the server speaks TLS
   */
  public Properties properties(String protocolName, int port) {
    var properties = new Properties();
    MailServer.addServer(properties, protocolName, port, authority);
    properties.setProperty("mail." + protocolName + ".host", host);
    return properties;
  }
}
