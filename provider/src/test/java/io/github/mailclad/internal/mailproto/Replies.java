package io.github.mailclad.internal.mailproto;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A server as the octets that it sends: first the greeting, then one part after each command. Parts
 * end at {@code |}; there are no more octets in the stream than were sent so far.
 */
final class Replies extends InputStream {
  private final String[] parts;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private int part;
  private int at;

  Replies(String octets) {
    this.parts = octets.split("\\|", -1);
  }

  @Override
  public int read() {
    return available() == 0 ? -1 : parts[part].charAt(at++);
  }

  @Override
  public int read(byte[] octets, int offset, int length) {
    throw new UnsupportedOperationException("this would read beyond the line");
  }

  @Override
  public int available() {
    return parts[part].length() - at;
  }

  /** Returns the stream for the client's commands. */
  OutputStream commands() {
    return new OutputStream() {
      @Override
      public void write(int octet) {
        sent.write(octet);
        if (octet == '\n') {
          next();
        }
      }
    };
  }

  private void next() {
    String unread = parts[part].substring(at);
    part++;
    parts[part] = unread + parts[part];
    at = 0;
  }

  /** Returns the client's commands. */
  String sent() {
    return sent.toString(StandardCharsets.ISO_8859_1);
  }
}
