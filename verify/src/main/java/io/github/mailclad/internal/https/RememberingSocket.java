package io.github.mailclad.internal.https;

import io.github.mailclad.internal.handshake.DelegatingSocket;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** A connected socket that remembers the first octets that the server sent. For one thread. */
final class RememberingSocket extends DelegatingSocket {
  private final InputStream in;
  private final ByteArrayOutputStream first;

  /**
   * Creates a socket over a connected one.
   *
   * @param most the number of octets to remember
   */
  RememberingSocket(Socket plain, int most) throws IOException {
    super(plain);
    this.first = new ByteArrayOutputStream(most);
    this.in =
        new FilterInputStream(plain.getInputStream()) {
          @Override
          public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            int n = super.read(into, offset, length);
            if (n > 0) {
              first.write(into, offset, Math.min(n, most - first.size()));
            }
            return n;
          }
        };
  }

  /** Returns the first octets that the server sent, as many as are remembered. */
  byte[] firstOctets() {
    return first.toByteArray();
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }
}
