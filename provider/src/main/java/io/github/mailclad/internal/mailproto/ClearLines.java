package io.github.mailclad.internal.mailproto;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/**
 * A connection in the clear as strict lines: printable ASCII and tabs, ended by CRLF, bounded in
 * length and number. Reads octet by octet and none beyond a line, so that TLS can begin right after
 * it.
 */
final class ClearLines implements Lines {
  /**
   * The longest line that a server may send (RFC 7162, section 4, the longest of the three
   * protocols).
   */
  static final int LONGEST_LINE = 8192;

  /** The number of lines that are read at most, more than any server sends before TLS. */
  static final int MOST_LINES = 100;

  private final InputStream in;
  private final OutputStream out;
  private int lines;

  ClearLines(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /**
   * Returns the next line without its CRLF.
   *
   * @throws EOFException at the end of the connection
   * @throws ProtocolException if the line breaks these rules; its message says why
   */
  @Override
  public String read() throws IOException {
    if (++lines > MOST_LINES) {
      throw new ProtocolException("more than " + MOST_LINES + " lines before TLS");
    }
    StringBuilder text = new StringBuilder();
    for (int octet = in.read(); octet != '\r'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException("the end of the connection");
      }
      if (octet == '\n') {
        throw new ProtocolException("a line feed without a carriage return");
      }
      if (octet != '\t' && (octet < 0x20 || octet > 0x7e)) {
        throw new ProtocolException("the octet 0x%02x in a line".formatted(octet));
      }
      if (text.length() == LONGEST_LINE) {
        throw new ProtocolException("a line of more than " + LONGEST_LINE + " octets");
      }
      text.append((char) octet);
    }
    if (in.read() != '\n') {
      throw new ProtocolException("a carriage return without a line feed");
    }
    return text.toString();
  }

  @Override
  public void send(String command) throws IOException {
    out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** Sends a command to a server that must not have sent anything since its last reply. */
  void sendInTurn(String command) throws IOException {
    if (in.available() > 0) {
      throw new ProtocolException("a reply before the command");
    }
    send(command);
  }
}
