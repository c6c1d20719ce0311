package io.github.mailclad.it.docs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mailclad.fixtures.Loopback;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy that leads each CONNECT to a server on loopback, by the port that was asked for. So
 * a test can use the host names of large providers, and nothing leaves this machine.
 */
final class LeadingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int web;
  private final int mail;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  /**
   * Starts it.
   *
   * @param web the port of the server for port 443
   * @param mail the port of the server for all other ports
   */
  LeadingProxy(int web, int mail) {
    try {
      this.listener = new ServerSocket(0, 50, Loopback.V4);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.web = web;
    this.mail = mail;
    threads.execute(this::acceptAll);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Returns the hosts with their ports that were asked for, in order. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket client = listener.accept();
        threads.execute(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      String target = line(client.getInputStream()).split(" ", 3)[1];
      while (!line(client.getInputStream()).isEmpty()) {
        // the header
      }
      asked.add(target);
      try (Socket server = new Socket(Loopback.V4, target.endsWith(":443") ? web : mail)) {
        client.getOutputStream().write("HTTP/1.1 200 established\r\n\r\n".getBytes(US_ASCII));
        threads.execute(() -> copy(client, server));
        copy(server, client);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
      line.append((char) octet);
    }
    return line.toString().trim();
  }

  private static void copy(Socket from, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      from.getInputStream().transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      // one side is gone; the other one is closed with the client
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
