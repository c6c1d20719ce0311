package io.github.mailclad.audit.wire;

import io.github.mailclad.internal.handshake.DelegatingSocket;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A connected socket below JSSE that counts TLS records, and keeps the messages of the server that
 * are not encrypted. JSSE takes the end of a connection for a close_notify, so only a record
 * without data shows that there was one. Its length does not: a record of TLS 1.3 may be padded
 * (RFC 8446, section 5.4).
 */
final class RecordSocket extends DelegatingSocket {
  private static final int HEADER = 5;
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;
  private static final int MOST_KEPT = 64 * 1024;

  private final InputStream in;
  private final int[] header = new int[HEADER];
  private final ByteArrayOutputStream clear = new ByteArrayOutputStream();
  private boolean isEncrypted;
  private int known;
  private int left;
  private int count;

  RecordSocket(Socket socket) throws IOException {
    super(socket);
    this.in = new Records(socket.getInputStream());
  }

  /** Returns the number of records so far. */
  int count() {
    return count;
  }

  /** Returns the type and length of the last record, for the evidence. */
  String lastRecord() {
    return known < HEADER
        ? "incomplete"
        : "type " + header[0] + ", " + ((header[3] << 8) | header[4]) + " octets";
  }

  /**
   * Returns the body of the first handshake message of that type (RFC 5246, section 7.4) that the
   * server sent in the clear; empty if there was none in the first 64 KiB.
   */
  Optional<ByteBuffer> message(int type) {
    ByteBuffer messages = ByteBuffer.wrap(clear.toByteArray());
    while (messages.remaining() >= 4) {
      int header = messages.getInt();
      int length = header & 0xffffff;
      if (length > messages.remaining()) {
        return Optional.empty();
      }
      if (header >>> 24 == type) {
        return Optional.of(messages.slice(messages.position(), length));
      }
      messages.position(messages.position() + length);
    }
    return Optional.empty();
  }

  private void seen(int octet) {
    if (left > 0) {
      left--;
      if (!isEncrypted && header[0] == HANDSHAKE && clear.size() < MOST_KEPT) {
        clear.write(octet);
      }
      return;
    }
    if (known == HEADER) {
      known = 0;
    }
    header[known++] = octet;
    if (known == HEADER) {
      left = (header[3] << 8) | header[4];
      count++;
      isEncrypted |= header[0] == CHANGE_CIPHER_SPEC;
    }
  }

  private final class Records extends FilterInputStream {
    Records(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int octet = super.read();
      if (octet >= 0) {
        seen(octet);
      }
      return octet;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
      int count = super.read(octets, offset, length);
      for (int i = 0; i < count; i++) {
        seen(Byte.toUnsignedInt(octets[offset + i]));
      }
      return count;
    }
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }
}
