package io.github.mailclad.internal.starttls;

import io.github.mailclad.refusal.TlsStartRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A connection in the clear as strict lines: printable ASCII and tabs, ended by CRLF, bounded in
 * length and number. Reads octet by octet and none beyond a line, so that TLS can begin right after
 * it.
 */
final class ClearLines {
  /** What a server may send in a line (RFC 7162, section 4, the longest of the three protocols). */
  static final int LONGEST_LINE = 8192;

  /** More than any server has to say before TLS. */
  static final int MOST_LINES = 100;

  private final InputStream in;
  private final OutputStream out;
  private int lines;

  ClearLines(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** The next line without its CRLF. */
  String next() throws IOException {
    if (++lines > MOST_LINES) {
      throw malformed("more than " + MOST_LINES + " lines before TLS");
    }
    StringBuilder text = new StringBuilder();
    for (int octet = in.read(); octet != '\r'; octet = in.read()) {
      if (octet < 0) {
        throw new RefusedStartException(
            new TlsStartRefusal.TurnedAway("the end of the connection"));
      }
      if (octet == '\n') {
        throw malformed("a line feed without a carriage return");
      }
      if (octet != '\t' && (octet < 0x20 || octet > 0x7e)) {
        throw malformed("the octet 0x%02x in a line".formatted(octet));
      }
      if (text.length() == LONGEST_LINE) {
        throw malformed("a line of more than " + LONGEST_LINE + " octets");
      }
      text.append((char) octet);
    }
    if (in.read() != '\n') {
      throw malformed("a carriage return without a line feed");
    }
    return text.toString();
  }

  void send(String command) throws IOException {
    out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** Sends to a server that must not have said anything since its last reply. */
  void sendInTurn(String command) throws IOException {
    if (in.available() > 0) {
      throw malformed("a reply before the command");
    }
    send(command);
  }

  static RefusedStartException malformed(String rule) {
    return new RefusedStartException(new TlsStartRefusal.MalformedReply(rule));
  }
}
