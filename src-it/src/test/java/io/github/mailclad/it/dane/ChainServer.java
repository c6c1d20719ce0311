package io.github.mailclad.it.dane;

import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;

/** A TLS server on loopback that presents one chain to one client after the other. */
final class ChainServer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final ServerSocket listener;

  private ChainServer(ServerSocket listener) {
    this.listener = listener;
  }

  static ChainServer of(Issued server) {
    try {
      ChainServer started =
          new ChainServer(
              server
                  .serverContext()
                  .getServerSocketFactory()
                  .createServerSocket(0, 8, Loopback.V4));
      Thread thread = new Thread(started::serve, "chain-server-" + started.port());
      thread.setDaemon(true);
      thread.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket client = listener.accept()) {
        client.setSoTimeout(PATIENCE_MILLIS);
        client.getInputStream().readAllBytes();
      } catch (IOException e) {
        // a client that refuses the chain hangs up with an alert; the next one may not
      }
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
