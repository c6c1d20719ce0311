package io.github.mailclad.internal.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mailclad.internal.mailproto.Dialect;
import io.github.mailclad.internal.tls.StarttlsOnlySocket.Preface;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;

/**
 * A stream that passes whole lines of a few kinds, and then TLS. A line is sent when it is
 * complete. A line that cannot be one of those kinds is refused without waiting for its end.
 * Thread-safe.
 */
final class StarttlsOnlyOutput extends OutputStream {
  /**
   * The length limit of a line, more than an EHLO line (RFC 5321, section 4.5.3.1.4) or a proxy's
   * password needs.
   */
  private static final int LONGEST_LINE = 4096;

  private static final int MOST_LINES_OF_PREFACE = 16;
  private static final byte HANDSHAKE = 0x16;
  private static final byte MAJOR_VERSION = 3;

  private final OutputStream below;
  private final Dialect dialect;
  private final Refusing refusing;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int linesOfPreface;
  private Stage stage;

  private enum Stage {
    PREFACE,
    CLEAR,
    ASKED,
    TLS,
    ENDED
  }

  /** The handler that ends the connection. */
  @FunctionalInterface
  interface Refusing {
    /** Returns the exception to throw for a line, or for its beginning, that was not sent. */
    IOException of(String line) throws IOException;
  }

  StarttlsOnlyOutput(OutputStream below, Dialect dialect, Preface preface, Refusing refusing) {
    this.below = below;
    this.dialect = dialect;
    this.stage = preface == Preface.HTTP_CONNECT ? Stage.PREFACE : Stage.CLEAR;
    this.refusing = refusing;
  }

  synchronized boolean isInTheClear() {
    return stage != Stage.TLS;
  }

  /** Returns whether STARTTLS was sent and TLS has not begun. */
  synchronized boolean waitsForTls() {
    return stage == Stage.ASKED;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] octets, int offset, int length) throws IOException {
    int next = offset;
    while (next < offset + length && stage != Stage.TLS) {
      take(octets[next++]);
    }
    if (stage != Stage.TLS) {
      return;
    }
    if (line.size() == 0) {
      below.write(octets, next, offset + length - next);
    } else {
      line.write(octets, next, offset + length - next);
      pass();
    }
  }

  private void take(byte octet) throws IOException {
    if (stage == Stage.ENDED) {
      throw new SocketException("the connection was closed in the clear");
    }
    line.write(octet);
    if (stage != Stage.PREFACE && beginsTls()) {
      stage = Stage.TLS;
    } else if (octet == '\n') {
      judge(line.toString(ISO_8859_1));
    } else if (line.size() >= LONGEST_LINE) {
      throw refused(line.toString(ISO_8859_1));
    }
  }

  /**
   * Returns whether the octets begin with the header of a TLS record (RFC 8446, section 5.1); no
   * command begins like this.
   */
  private boolean beginsTls() {
    byte[] first = line.size() == 2 ? line.toByteArray() : new byte[2];
    return first[0] == HANDSHAKE && first[1] == MAJOR_VERSION;
  }

  private void judge(String ended) throws IOException {
    String text = ended.endsWith("\r\n") ? ended.substring(0, ended.length() - 2) : ended;
    if (stage == Stage.PREFACE) {
      judgePreface(text);
    } else if (text.equals(ended)) {
      throw refused(text);
    } else {
      judgeCommand(text);
    }
    pass();
  }

  private void judgeCommand(String text) throws IOException {
    switch (dialect.clearCommand(text)) {
      case STARTTLS -> stage = Stage.ASKED;
      case CAPABILITIES -> {}
      case LOGOUT, OTHER -> throw refused(text);
    }
  }

  private void judgePreface(String text) throws IOException {
    linesOfPreface++;
    if ((linesOfPreface == 1 && !text.startsWith("CONNECT "))
        || linesOfPreface > MOST_LINES_OF_PREFACE) {
      throw refused(text);
    }
    if (text.isEmpty()) {
      stage = Stage.CLEAR;
    }
  }

  private void pass() throws IOException {
    byte[] whole = line.toByteArray();
    line.reset();
    below.write(whole);
  }

  private IOException refused(String text) throws IOException {
    stage = Stage.ENDED;
    line.reset();
    return refusing.of(text);
  }

  @Override
  public synchronized void flush() throws IOException {
    below.flush();
  }

  @Override
  public void close() throws IOException {
    below.close();
  }
}
