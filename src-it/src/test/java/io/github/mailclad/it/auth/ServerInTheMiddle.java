package io.github.mailclad.it.auth;

import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.fixtures.TlsFront;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLContext;

/**
 * The side of an attacker that leads to the real server: octets of one plain connection go over a
 * TLS connection of its own, in both directions.
 */
final class ServerInTheMiddle implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 1, Loopback.V4);
  private final TlsFront real;
  private final SSLContext tls;

  ServerInTheMiddle(TlsFront real, SSLContext tls) throws IOException {
    this.real = real;
    this.tls = tls;
    start(this::serve);
  }

  String host() {
    return listener.getInetAddress().getHostAddress();
  }

  int port() {
    return listener.getLocalPort();
  }

  private void serve() {
    try (Socket client = listener.accept();
        Socket server = tls.getSocketFactory().createSocket(real.host(), real.port())) {
      start(() -> copy(client, server));
      copy(server, client);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "server-in-the-middle");
    thread.setDaemon(true);
    thread.start();
  }

  private static void copy(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try (to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
        out.flush();
      }
    } catch (IOException closed) {
      // one end is gone, and so is the conversation
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
