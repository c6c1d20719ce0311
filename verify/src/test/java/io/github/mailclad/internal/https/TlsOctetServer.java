package io.github.mailclad.internal.https;

import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Loopback;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A TLS server that answers every request by a function, and keeps the requests. */
public final class TlsOctetServer implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");

  private final SSLServerSocket listener;
  private final Answer answer;
  private final List<String> requests = new ArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();

  /** Writes the answer to a request. */
  @FunctionalInterface
  public interface Answer {
    void write(String request, OutputStream out) throws IOException;
  }

  public TlsOctetServer(Issued certificate, List<String> protocols, Answer answer) {
    this.answer = answer;
    try {
      listener =
          (SSLServerSocket)
              certificate
                  .serverContext()
                  .getServerSocketFactory()
                  .createServerSocket(0, 50, Loopback.V4);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    listener.setEnabledProtocols(protocols.toArray(new String[0]));
    Thread thread = new Thread(this::serve, "octet-server");
    thread.setDaemon(true);
    thread.start();
  }

  static TlsOctetServer answering(Issued certificate, String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    return new TlsOctetServer(
        certificate, List.of("TLSv1.3", "TLSv1.2"), (request, out) -> out.write(octets));
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Returns a connector that leads every host to this server. */
  public TcpConnector connector() {
    return (server, limit) -> new Socket(Loopback.V4, port());
  }

  /** Returns the requests that arrived, whole. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        synchronized (this) {
          sockets.add(socket);
        }
        try (socket) {
          ((SSLSocket) socket).startHandshake();
          String request = request(socket.getInputStream());
          synchronized (this) {
            requests.add(request);
          }
          answer.write(request, socket.getOutputStream());
        }
      } catch (IOException e) {
        // the client refused, or the server was closed
      }
    }
  }

  private static String request(InputStream in) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n\r\n")) {
      int octet = in.read();
      if (octet == -1) {
        throw new IOException("no request");
      }
      read.write(octet);
      text = read.toString(StandardCharsets.ISO_8859_1);
    }
    Matcher length = LENGTH.matcher(text);
    int more = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return text + new String(in.readNBytes(more), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      listener.close();
      List<Socket> open;
      synchronized (this) {
        open = List.copyOf(sockets);
      }
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
