package io.github.mailclad.internal.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The socket factory that Angus finds. Its sockets either use TLS already or cannot be used without
 * TLS; Angus connects them and does not wrap them. Because it is no {@code SSLSocketFactory}, Angus
 * asks it before it creates a plain socket. For one thread.
 */
public final class PlannedSocketFactory extends SocketFactory {
  private final Sockets sockets;
  private final String name;
  private @Nullable Socket newest;

  /** Creates the socket of one connection, or refuses. */
  @FunctionalInterface
  public interface Sockets {
    /** Returns the socket for Angus to connect. */
    Socket next() throws IOException;
  }

  /**
   * Creates a factory.
   *
   * @param name the name of the factory, for messages
   */
  public PlannedSocketFactory(Sockets sockets, String name) {
    this.sockets = sockets;
    this.name = name;
  }

  private record NoSockets(IOException refusal) implements Sockets {
    @Override
    public Socket next() throws IOException {
      throw refusal;
    }
  }

  /** Returns a factory that refuses every connection before it is opened. */
  public static PlannedSocketFactory refusing(IOException refusal) {
    return new PlannedSocketFactory(new NoSockets(refusal), "refusing");
  }

  @Override
  public Socket createSocket() throws IOException {
    Socket next = sockets.next();
    newest = next;
    return next;
  }

  /** Returns the secured connection of the newest socket; empty if there is none. */
  public Optional<SecuredSocket> secured() {
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
