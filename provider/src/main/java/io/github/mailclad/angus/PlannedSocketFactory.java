package io.github.mailclad.angus;

import io.github.mailclad.internal.tls.PlannedSocket;
import io.github.mailclad.internal.tls.SecuredSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The factory that Angus finds. Its sockets are ours, TLS sockets already or not to be used without
 * TLS, which Angus connects and does not wrap: being no {@code SSLSocketFactory}, it is asked
 * before a plain socket is made. For one thread.
 */
final class PlannedSocketFactory extends SocketFactory {
  private final Sockets sockets;
  private final String name;
  private @Nullable Socket newest;

  /** What makes the socket of one connection, or refuses. */
  @FunctionalInterface
  interface Sockets {
    /** The socket for Angus to connect. */
    Socket next() throws IOException;
  }

  PlannedSocketFactory(Sockets sockets, String name) {
    this.sockets = sockets;
    this.name = name;
  }

  /** A factory that refuses every connection before it is opened. */
  static PlannedSocketFactory refusing(IOException refusal) {
    return new PlannedSocketFactory(
        () -> {
          throw refusal;
        },
        "refusing");
  }

  @Override
  public Socket createSocket() throws IOException {
    Socket next = sockets.next();
    newest = next;
    return next;
  }

  /** The secured connection that came of the newest socket; empty if there is none. */
  Optional<SecuredSocket> secured() {
    return newest instanceof PlannedSocket planned ? planned.secured() : Optional.empty();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw connected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress address, int port) {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
    throw connected();
  }

  private static UnsupportedOperationException connected() {
    return new UnsupportedOperationException("only a socket that is still to be connected is made");
  }

  @Override
  public String toString() {
    return "Mailclad: " + name;
  }
}
