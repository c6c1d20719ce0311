package io.github.mailclad.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A port of 127.0.0.1 that speaks TLS, before a plain-text server on loopback. At most 64 clients
 * at a time; one that is silent for a minute is dropped.
 */
final class TlsPort implements AutoCloseable {
  private static final int MOST_CLIENTS = 64;
  private static final int SILENCE_MILLIS = 60_000;
  private static final int CONNECT_MILLIS = 5_000;

  private final ServerSocket listener;
  private final InetSocketAddress server;
  private final @Nullable StarttlsPreamble preamble;
  private final Certificates certificates;
  private final Supplier<Fault> fault;
  private final Supplier<ClientLines> seen;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "mailclad-test-server");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Listens; without a preamble TLS is implicit.
   *
   * @param seen gives each new connection where its lines go
   */
  TlsPort(
      InetSocketAddress server,
      @Nullable StarttlsPreamble preamble,
      Certificates certificates,
      Supplier<Fault> fault,
      Supplier<ClientLines> seen) {
    this.server = server;
    this.preamble = preamble;
    this.certificates = certificates;
    this.fault = fault;
    this.seen = seen;
    try {
      listener = new ServerSocket(0, MOST_CLIENTS, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (open.size() >= MOST_CLIENTS) {
          client.close();
        } else {
          open.add(client);
          threads.execute(() -> serve(client));
        }
      } catch (IOException e) {
        // this client is gone, or the port is closed
      }
    }
  }

  private void serve(Socket client) {
    ClientLines lines = seen.get();
    try (client;
        Socket behind = new Socket()) {
      client.setSoTimeout(SILENCE_MILLIS);
      client.setTcpNoDelay(true);
      connect(behind);
      Fault now = fault.get();
      if (now == Fault.NO_TLS) {
        Pipe.join(client, behind, lines, threads);
      } else if (preamble == null) {
        Pipe.join(handshake(client, now), behind, lines, threads);
      } else if (preamble.talk(client.getInputStream(), client.getOutputStream(), lines)) {
        // the client had a greeting already
        Pipe.readLine(behind.getInputStream());
        Pipe.join(handshake(client, now), behind, lines, threads);
      }
    } catch (IOException e) {
      // a client that refuses this server ends the connection: that is what tests are for
    } finally {
      open.remove(client);
    }
  }

  /** Connects to the server behind. Judged by the address of the socket, not by a name. */
  private void connect(Socket behind) throws IOException {
    behind.connect(new InetSocketAddress(server.getHostString(), server.getPort()), CONNECT_MILLIS);
    behind.setTcpNoDelay(true);
    if (!behind.getInetAddress().isLoopbackAddress()) {
      throw new IOException(server + " is not on this machine");
    }
  }

  private SSLSocket handshake(Socket client, Fault now) throws IOException {
    SSLSocket tls =
        (SSLSocket) certificates.context(now).getSocketFactory().createSocket(client, null, true);
    tls.startHandshake();
    return tls;
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
