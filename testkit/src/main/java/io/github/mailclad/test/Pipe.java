package io.github.mailclad.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Carries octets between a client and the plain-text server behind it. */
final class Pipe {
  private static final int MOST_LINE = 1000;

  private Pipe() {}

  /** Carries in both directions until one of them ends. */
  static void join(Socket client, Socket server, ClientLines seen, Executor threads)
      throws IOException {
    threads.execute(
        () -> {
          try {
            carry(server.getInputStream(), client.getOutputStream(), null);
          } catch (IOException e) {
            // the other direction ends, too
          } finally {
            close(client);
          }
        });
    carry(client.getInputStream(), server.getOutputStream(), seen);
  }

  private static void carry(InputStream in, OutputStream out, @Nullable ClientLines seen)
      throws IOException {
    byte[] octets = new byte[8192];
    for (int length; (length = in.read(octets)) >= 0; ) {
      if (seen != null) {
        seen.add(octets, length);
      }
      out.write(octets, 0, length);
      out.flush();
    }
  }

  /** Reads a line octet by octet, so that nothing behind it is taken; null at the end. */
  static @Nullable String readLine(InputStream in) throws IOException {
    byte[] line = new byte[MOST_LINE];
    int length = 0;
    for (int octet; length < MOST_LINE && (octet = in.read()) >= 0; ) {
      if (octet == '\n') {
        return new String(line, 0, length, StandardCharsets.ISO_8859_1).stripTrailing();
      }
      line[length++] = (byte) octet;
    }
    return null;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // closed is closed
    }
  }
}
