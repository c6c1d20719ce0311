package io.github.mailclad.internal.mailproto;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The octets that a client writes on an IMAP connection. While a command is written, no octet may
 * follow the end of its line, so an argument that is written unescaped cannot inject another
 * command. The octets of literals (RFC 9051, section 4.3) are exempt. For one thread at a time, as
 * IMAP is.
 */
public final class CommandLines extends FilterOutputStream {
  /** The position of the next octet in a command. */
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

  /** Creates a stream over another one. A command of more than one line closes the connection. */
  public CommandLines(OutputStream out, Closeable connection) {
    super(out);
    this.connection = connection;
  }

  /** Marks the start of a command. */
  public void begin() {
    place = Place.LINE;
    announced = -1;
    literal = 0;
  }

  /** Marks the end of a command. */
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
        // the octets that the client has buffered must not be sent either
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

  /**
   * Returns whether the command goes on after the end of a line, because a literal was announced.
   */
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

  /** Tracks {@code "{" number ["+"] "}"} at the end of a line, which announces a literal. */
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
