package io.github.mailclad.internal.mailproto;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole reply of an SMTP server (RFC 5321, section 4.2).
 *
 * @param code its three digits
 * @param texts the text of each line after the code; at least one
 */
record SmtpReply(String code, List<String> texts) {
  private static final Pattern LINE = Pattern.compile("([2-5][0-5][0-9])(?:([ -])(.*))?");

  private static final Pattern ENHANCED =
      Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?:\\s.*)?");

  /** The number of lines at most, more than any reply has. */
  private static final int MOST_LINES = 1000;

  SmtpReply {
    texts = List.copyOf(texts);
  }

  /** Reads the next reply. */
  static SmtpReply read(Lines lines) throws IOException {
    return beginning(lines.read(), lines);
  }

  /**
   * Reads the rest of the reply that begins with a line.
   *
   * @throws ProtocolException if the lines are not a valid reply; its message says why
   */
  static SmtpReply beginning(String first, Lines lines) throws IOException {
    Line line = line(first);
    List<String> texts = new ArrayList<>(List.of(line.text()));
    while (line.isContinued()) {
      if (texts.size() == MOST_LINES) {
        throw new ProtocolException("a reply of more than " + MOST_LINES + " lines");
      }
      Line next = line(lines.read());
      if (!next.code().equals(line.code())) {
        throw new ProtocolException("another reply code within a reply");
      }
      texts.add(next.text());
      line = next;
    }
    return new SmtpReply(line.code(), texts);
  }

  private static Line line(String text) throws ProtocolException {
    Optional<Line> line = Line.of(text);
    if (line.isEmpty()) {
      throw new ProtocolException("a line without a reply code");
    }
    return line.get();
  }

  /**
   * One line of a reply.
   *
   * @param isContinued whether another line follows
   */
  record Line(String code, boolean isContinued, String text) {
    /** Returns the parts of a line; empty if it has no reply code. */
    static Optional<Line> of(String line) {
      Matcher matcher = LINE.matcher(line);
      return matcher.matches()
          ? Optional.of(
              new Line(
                  matcher.group(1),
                  "-".equals(matcher.group(2)),
                  Optional.ofNullable(matcher.group(3)).orElse("")))
          : Optional.empty();
    }

    /** Returns the machine-readable part. */
    String status() {
      return SmtpReply.status(code, text);
    }
  }

  /** Returns whether the reply has a code. */
  boolean says(String wanted) {
    return code.equals(wanted);
  }

  /** Returns whether the server is about to close the connection (RFC 5321, section 3.8). */
  boolean closes() {
    return code.equals("421");
  }

  /** Returns whether the command failed (RFC 5321, section 4.2.1). */
  boolean isFailure() {
    return code.startsWith("4") || code.startsWith("5");
  }

  /**
   * Returns the extensions that a reply to EHLO lists: all lines but the first, which has the
   * server's name.
   */
  List<String> extensions() {
    return texts.subList(1, texts.size());
  }

  /** Returns the machine-readable part. */
  String status() {
    return status(code, texts.get(0));
  }

  /** Returns the code, with the enhanced one (RFC 2034); the free text is never shown. */
  private static String status(String code, String text) {
    Matcher enhanced = ENHANCED.matcher(text);
    return enhanced.matches() ? code + " " + enhanced.group(1) : code;
  }
}
