package io.github.mailclad.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Properties;

/**
 * TLS before a plain-text mail server of this machine, such as GreenMail, Mailpit, MailHog or
 * smtp4dev: the program under test verifies a server as it does in production, and no setting
 * weakens it.
 *
 * <pre>{@code
 * try (TlsFront front = TlsFront.before(1025)) {
 *   Properties properties = front.properties("smtp");
 *   properties.setProperty("mail.smtp.auth", "false");
 *   Session session = Session.getInstance(properties);
 * }
 * }</pre>
 *
 * <p>The port is on 127.0.0.1, the certificate is for {@code localhost}, and its authority lasts as
 * long as this object. A server on another machine is refused, after the connection to it, by the
 * address of the socket. Thread-safe.
 */
public final class TlsFront implements AutoCloseable {
  private final Certificates certificates = new Certificates();
  private final TlsPort port;

  private TlsFront(InetSocketAddress server) {
    ClientLines seen = new ClientLines();
    port = new TlsPort(server, null, certificates, () -> Fault.NONE, () -> seen);
  }

  /** Starts TLS before that port of 127.0.0.1. */
  public static TlsFront before(int plainPort) {
    return before("127.0.0.1", plainPort);
  }

  /**
   * Starts TLS before a port of a host, such as what {@code getHost} and {@code getMappedPort} of
   * Testcontainers return.
   *
   * @throws IllegalArgumentException if the host is not this machine's loopback interface
   */
  public static TlsFront before(String host, int plainPort) {
    try {
      if (!InetAddress.getByName(host).isLoopbackAddress()) {
        throw new IllegalArgumentException(
            host + " is not a loopback address: only a server of this machine gets TLS from here");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TlsFront(new InetSocketAddress(host, plainPort));
  }

  /** Returns the port that speaks TLS, on {@code localhost}. */
  public int port() {
    return port.port();
  }

  /** Returns the certificate of the authority as PEM, for the setting {@code trust-anchors}. */
  public String authority() {
    return certificates.authorityPem();
  }

  /**
   * Returns host, port and trust anchors as session properties of that protocol name, for example
   * {@code smtp}.
   */
  public Properties properties(String protocolName) {
    var properties = new Properties();
    MailServer.addServer(properties, protocolName, port(), authority());
    return properties;
  }

  @Override
  public void close() {
    port.close();
  }
}
