package io.github.mailclad.internal.starttls;

import io.github.mailclad.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * STARTTLS in SMTP (RFC 3207), after the EHLO with which a session begins (RFC 5321, section
 * 4.1.1.1). HELO is never tried.
 */
final class SubmissionStart {
  /** RFC 5321, section 4.2. */
  private static final Pattern LINE = Pattern.compile("([2-5][0-5][0-9])(?:([ -])(.*))?");

  private final ClearLines lines;

  SubmissionStart(ClearLines lines) {
    this.lines = lines;
  }

  /**
   * A whole reply.
   *
   * @param texts of each line, without code
   */
  private record Reply(String code, List<String> texts) {
    boolean says(String wanted) {
      return code.equals(wanted);
    }

    /** The server is about to close the connection (RFC 5321, section 3.8). */
    boolean closes() {
      return code.equals("421");
    }

    String status() {
      return StatusWords.ofSmtp(code, texts.get(0));
    }
  }

  String run() throws IOException {
    greet();
    offer();
    lines.sendInTurn("STARTTLS");
    Reply reply = next();
    if (reply.closes()) {
      throw new RefusedStartException(new Refusal.TurnedAway(reply.status()));
    }
    if (!reply.says("220")) {
      throw new RefusedStartException(new Refusal.StarttlsUnavailable(reply.status()));
    }
    return "220 TLS started";
  }

  private void greet() throws IOException {
    String first = lines.next();
    if (!LINE.matcher(first).matches()) {
      throw SpokenProtocol.insteadOf("SMTP", first);
    }
    Reply greeting = reply(first);
    if (!greeting.says("220")) {
      throw new RefusedStartException(new Refusal.TurnedAway(greeting.status()));
    }
  }

  private void offer() throws IOException {
    // an address literal tells nothing that the connection does not
    lines.sendInTurn("EHLO [127.0.0.1]");
    Reply extensions = next();
    if (extensions.closes()) {
      throw new RefusedStartException(new Refusal.TurnedAway(extensions.status()));
    }
    if (!extensions.says("250")) {
      throw new RefusedStartException(new Refusal.EhloRefused(extensions.status()));
    }
    // the first line is the server's name
    boolean offered =
        extensions.texts().stream()
            .skip(1)
            .anyMatch(text -> text.split(" ", 2)[0].toUpperCase(Locale.ROOT).equals("STARTTLS"));
    if (!offered) {
      throw new RefusedStartException(
          new Refusal.StarttlsUnavailable("no STARTTLS among the extensions"));
    }
  }

  private Reply next() throws IOException {
    return reply(lines.next());
  }

  private Reply reply(String first) throws IOException {
    List<String> texts = new ArrayList<>();
    Matcher line = matched(first);
    String code = line.group(1);
    while (true) {
      if (!line.group(1).equals(code)) {
        throw ClearLines.malformed("another reply code within a reply");
      }
      texts.add(Optional.ofNullable(line.group(3)).orElse(""));
      if (!"-".equals(line.group(2))) {
        return new Reply(code, List.copyOf(texts));
      }
      line = matched(lines.next());
    }
  }

  private static Matcher matched(String line) throws IOException {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw ClearLines.malformed("a line without a reply code");
    }
    return matcher;
  }
}
