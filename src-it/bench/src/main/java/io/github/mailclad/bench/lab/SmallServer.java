package io.github.mailclad.bench.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/**
 * A submission server that does nothing with a message but accept it, in a thread of this process
 * for each connection, so that the client is the limit.
 */
public final class SmallServer implements AutoCloseable {
  private static final int BACKLOG = 10_000;

  private final SSLServerSocket listener;
  private final Path anchor;
  private final ExecutorService threads;

  private SmallServer(SSLServerSocket listener, Path anchor, ExecutorService threads) {
    this.listener = listener;
    this.threads = threads;
    this.anchor = anchor;
  }

  /** Starts it. */
  public static SmallServer start() throws IOException {
    Issued root = CertificateBuilder.authority("Small Root").key(KeyKind.EC_P256).selfSigned();
    Issued certificate =
        CertificateBuilder.server().key(KeyKind.EC_P256).dns("localhost").issuedBy(root);
    Path anchor = Files.createTempFile("small-root", ".pem");
    Files.writeString(anchor, root.pem());
    SSLServerSocket listener =
        (SSLServerSocket)
            certificate
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    SmallServer server = new SmallServer(listener, anchor, threads());
    thread(server::acceptAll).start();
    return server;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The trust anchor, as PEM. */
  public Path anchor() {
    return anchor;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    Files.delete(anchor);
  }

  /** Returns virtual threads where the JDK has them. */
  private static ExecutorService threads() throws IOException {
    try {
      return Runtime.version().feature() < 21
          ? Executors.newCachedThreadPool(SmallServer::thread)
          : (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "small-server");
    thread.setDaemon(true);
    return thread;
  }

  private void acceptAll() {
    try {
      while (!listener.isClosed()) {
        Socket client = listener.accept();
        client.setTcpNoDelay(true);
        threads.execute(() -> serve(client));
      }
    } catch (IOException e) {
      if (!listener.isClosed()) {
        System.err.println("the small server ended: " + e);
      }
    }
  }

  private static void serve(Socket client) {
    try (client;
        InputStream in = new BufferedInputStream(client.getInputStream(), 16_384);
        OutputStream out = new BufferedOutputStream(client.getOutputStream(), 16_384)) {
      send(out, "220 localhost ESMTP");
      for (String line = next(in, out); line != null; line = next(in, out)) {
        if (line.startsWith("BDAT ")) {
          in.skipNBytes(Long.parseLong(line.split(" ", -1)[1]));
        }
        send(out, reply(line));
        if (line.equals("DATA")) {
          for (String text = next(in, out); !".".equals(text); text = next(in, out)) {
            if (text == null) {
              return;
            }
          }
          send(out, "250 accepted");
        } else if (line.equals("QUIT")) {
          out.flush();
          return;
        }
      }
    } catch (IOException e) {
      // the client has left
    }
  }

  private static String reply(String line) {
    if (line.startsWith("EHLO")) {
      return "250-localhost\r\n250-PIPELINING\r\n250-CHUNKING\r\n250 AUTH PLAIN LOGIN";
    }
    return switch (line) {
      case "AUTH LOGIN" -> "334 VXNlcm5hbWU6";
      case "DATA" -> "354 go ahead";
      case "QUIT" -> "221 bye";
      default -> line.startsWith("AUTH PLAIN ") || isPassword(line) ? "235 accepted" : word(line);
    };
  }

  private static boolean isPassword(String line) {
    return line.equals(base64(LabSettings.PASSWORD));
  }

  private static String word(String line) {
    return line.equals(base64(LabSettings.USER)) ? "334 UGFzc3dvcmQ6" : "250 ok";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(US_ASCII));
  }

  private static void send(OutputStream out, String reply) throws IOException {
    out.write(reply.getBytes(US_ASCII));
    out.write('\r');
    out.write('\n');
  }

  /** Returns the next line; null at the end. What was answered goes out before it waits. */
  private static @Nullable String next(InputStream in, OutputStream out) throws IOException {
    if (in.available() == 0) {
      out.flush();
    }
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        return null;
      }
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }
}
