package io.github.mailclad.internal.mailproto;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The octets that a client writes on an IMAP connection. While it writes a command, no octet
 * follows the end of the command's line: an argument that is written as it is cannot bring in
 * another command. The octets of literals (RFC 9051, section 4.3) are free. For one thread at a
 * time, as IMAP is.
 */
public final class CommandLines extends FilterOutputStream {
  /** Where in a command the next octet is. */
  private enum Place {
    OUTSIDE,
    LINE,
    LINE_FEED,
    END
  }

  private final Closeable connection;
  private Place place = Place.OUTSIDE;
  private long literal;
  private long announced = -1;

  /** The same octets; a command of more than one line closes the connection. */
  public CommandLines(OutputStream out, Closeable connection) {
    super(out);
    this.connection = connection;
  }

  /** A command begins. */
  public void begin() {
    place = Place.LINE;
    announced = -1;
    literal = 0;
  }

  /** The command is written. */
  public void end() {
    place = Place.OUTSIDE;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    if (place != Place.OUTSIDE) {
      look(octets, offset, length);
    }
    out.write(octets, offset, length);
  }

  private void look(byte[] octets, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      if (literal > 0) {
        literal--;
      } else if (!isAllowed(octets[i])) {
        // what the client has buffered must not be sent either
        connection.close();
        throw new IOException(OneLine.broken("an argument").getMessage());
      }
    }
  }

  private boolean isAllowed(byte octet) {
    if (place == Place.END) {
      return false;
    }
    if (place == Place.LINE_FEED) {
      return octet == '\n' && ended();
    }
    if (octet == '\r') {
      place = Place.LINE_FEED;
    } else if (octet == '\n' || octet == 0) {
      return false;
    } else {
      announce(octet);
    }
    return true;
  }

  /** After the end of a line: a literal follows if one was announced. */
  private boolean ended() {
    if (announced >= 0) {
      literal = announced;
      announced = -1;
      place = Place.LINE;
    } else {
      place = Place.END;
    }
    return true;
  }

  /** {@code "{" number ["+"] "}"} at the end of a line announces a literal. */
  private void announce(byte octet) {
    if (octet == '{') {
      announced = 0;
    } else if (announced >= 0 && octet >= '0' && octet <= '9') {
      announced = Math.min(announced * 10 + (octet - '0'), Integer.MAX_VALUE);
    } else if (octet != '+' && octet != '}') {
      announced = -1;
    }
  }
}
