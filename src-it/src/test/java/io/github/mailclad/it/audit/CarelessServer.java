package io.github.mailclad.it.audit;

import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Loopback;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLSocket;

/** A server for submission with one fault of an implementation that no setting of others has. */
final class CarelessServer implements AutoCloseable {
  /** The fault. */
  enum Fault {
    /** Commands that arrive behind STARTTLS are obeyed inside TLS (CVE-2011-0411). */
    CARRIES_COMMANDS,
    /** The connection is closed without close_notify. */
    NO_CLOSE_NOTIFY,
    /** The first flight of TLS 1.2 selects DEFLATE, as OpenSSL before 1.1 could. */
    COMPRESSES
  }

  private final Issued certificate;
  private final Fault fault;
  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  CarelessServer(Issued certificate, Fault fault) {
    this.certificate = certificate;
    this.fault = fault;
    try {
      listener = new ServerSocket(0, 50, Loopback.V4);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::acceptAll);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void acceptAll() {
    try {
      while (!listener.isClosed()) {
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket));
      }
    } catch (IOException closed) {
      threads.shutdown();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout(30_000);
      if (fault == Fault.COMPRESSES) {
        compress(socket);
        return;
      }
      boolean implicit = fault == Fault.NO_CLOSE_NOTIFY;
      Deque<String> carried = new ArrayDeque<>();
      if (!implicit) {
        converse(socket, socket.getInputStream(), socket.getOutputStream(), carried);
      }
      SSLSocket tls =
          (SSLSocket)
              certificate
                  .serverContext()
                  .getSocketFactory()
                  .createSocket(socket, null, socket.getPort(), false);
      tls.setUseClientMode(false);
      tls.startHandshake();
      if (implicit) {
        say(tls.getOutputStream(), "220 lab.example ready");
      }
      for (String command : carried) {
        obey(command, tls.getOutputStream());
      }
      converse(socket, tls.getInputStream(), tls.getOutputStream(), carried);
      // the raw socket alone is closed
    } catch (IOException ended) {
      // the client has what it wanted
    }
  }

  /** Sends a ServerHello and a ServerHelloDone, and waits for the end of the connection. */
  private static void compress(Socket socket) throws IOException {
    byte[] header = socket.getInputStream().readNBytes(5);
    socket.getInputStream().readNBytes(((header[3] & 0xff) << 8) | (header[4] & 0xff));
    ByteBuffer flight = ByteBuffer.allocate(51);
    flight.put(new byte[] {22, 3, 3, 0, 46, 2, 0, 0, 38, 3, 3});
    flight.position(flight.position() + 32);
    flight.put(new byte[] {0, (byte) 0xc0, 0x2f, 1});
    flight.put(new byte[] {14, 0, 0, 0});
    socket.getOutputStream().write(flight.array());
    socket.getInputStream().readAllBytes();
  }

  /** Obeys until STARTTLS or QUIT; keeps what arrived behind STARTTLS. */
  private void converse(Socket socket, InputStream in, OutputStream out, Deque<String> carried)
      throws IOException {
    boolean clear = in == socket.getInputStream();
    if (clear) {
      say(out, "220 lab.example ready");
    }
    for (String line = line(in); !line.equals("QUIT"); line = line(in)) {
      if (line.equals("STARTTLS")) {
        while (in.available() > 0) {
          carried.add(line(in));
        }
        say(out, "220 go ahead");
        return;
      }
      if (line.startsWith("EHLO") && clear) {
        say(out, "250-lab.example\r\n250 STARTTLS");
      } else {
        obey(line, out);
      }
    }
    say(out, "221 bye");
    if (clear) {
      throw new IOException("the end");
    }
  }

  private static void obey(String line, OutputStream out) throws IOException {
    say(out, line.startsWith("EHLO") ? "250-lab.example\r\n250 AUTH PLAIN" : "250 ok");
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new IOException("the end");
      }
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
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
