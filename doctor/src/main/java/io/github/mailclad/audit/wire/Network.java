package io.github.mailclad.audit.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** The way to the servers; the only place where an audit opens a connection. */
@FunctionalInterface
public interface Network {
  /**
   * Opens a TCP connection.
   *
   * @param limit the time limit for the connection, and then for each read
   */
  Socket open(InetAddress address, int port, Duration limit) throws IOException;

  /** Returns the network of this machine. */
  static Network direct() {
    return (address, port, limit) -> {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, port), (int) limit.toMillis());
        socket.setSoTimeout((int) limit.toMillis());
        socket.setTcpNoDelay(true);
        return socket;
      } catch (IOException | RuntimeException e) {
        socket.close();
        throw e;
      }
    };
  }
}
