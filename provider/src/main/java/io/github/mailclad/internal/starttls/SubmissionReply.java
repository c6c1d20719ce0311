package io.github.mailclad.internal.starttls;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole reply of a submission server (RFC 5321, section 4.2).
 *
 * @param code its three digits
 * @param texts what each line says after the code; at least one
 */
public record SubmissionReply(String code, List<String> texts) {
  static final Pattern LINE = Pattern.compile("([2-5][0-5][0-9])(?:([ -])(.*))?");

  /** Copies the list. */
  public SubmissionReply {
    texts = List.copyOf(texts);
  }

  /** Where lines come from. */
  @FunctionalInterface
  public interface Source {
    /** The next line without its end. */
    String next() throws IOException;
  }

  /** The next reply. */
  public static SubmissionReply next(Source lines) throws IOException {
    return beginning(lines.next(), lines);
  }

  /**
   * The reply that begins with a line.
   *
   * @throws ProtocolException if the lines are no reply; its message says why
   */
  public static SubmissionReply beginning(String first, Source lines) throws IOException {
    List<String> texts = new ArrayList<>();
    Matcher line = matched(first);
    String code = line.group(1);
    while (true) {
      if (!line.group(1).equals(code)) {
        throw new ProtocolException("another reply code within a reply");
      }
      texts.add(Optional.ofNullable(line.group(3)).orElse(""));
      if (!"-".equals(line.group(2))) {
        return new SubmissionReply(code, texts);
      }
      line = matched(lines.next());
    }
  }

  private static Matcher matched(String line) throws ProtocolException {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new ProtocolException("a line without a reply code");
    }
    return matcher;
  }

  /** Whether it has that code. */
  public boolean says(String wanted) {
    return code.equals(wanted);
  }

  /** The server is about to close the connection (RFC 5321, section 3.8). */
  boolean closes() {
    return code.equals("421");
  }

  /** The part that machines read. */
  public String status() {
    return StatusWords.ofSmtp(code, texts.get(0));
  }
}
