package io.github.mailclad.it.compat;

import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.fixtures.TlsFront;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One port that leads to one server now and to another one later, as an address does whose server
 * is replaced. It can cut all lines.
 */
final class Switchboard implements AutoCloseable {
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile TlsFront server;

  private Switchboard(ServerSocket listener, TlsFront server) {
    this.listener = listener;
    this.server = server;
  }

  static Switchboard to(TlsFront first) throws IOException {
    Switchboard board = new Switchboard(new ServerSocket(0, 50, Loopback.V4), first);
    board.threads.execute(board::accept);
    return board;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** New connections lead there; open ones stay where they are. */
  void switchTo(TlsFront next) {
    server = next;
  }

  /** Ends all open connections. */
  void cut() {
    sockets.forEach(Switchboard::close);
    sockets.clear();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket caller = listener.accept();
        Socket called = new Socket(server.host(), server.port());
        sockets.add(caller);
        sockets.add(called);
        threads.execute(() -> pump(caller, called));
        threads.execute(() -> pump(called, caller));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // cut, or hung up: both sides are closed
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
    threads.shutdownNow();
  }
}
