package io.github.mailclad.internal.starttls;

import io.github.mailclad.internal.text.Ascii;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first lines of the three protocols. */
final class FirstLine {
  private static final Pattern IMAP =
      Pattern.compile("\\* (OK|PREAUTH|BYE)(?: .*)?", Pattern.CASE_INSENSITIVE);

  private FirstLine() {}

  static Greeting imap(String line) {
    Matcher status = IMAP.matcher(line);
    if (!status.matches()) {
      return SpokenProtocol.insteadOf("IMAP", line);
    }
    return switch (Ascii.upperCase(status.group(1))) {
      case "OK" -> new Greeting.Welcome();
      case "PREAUTH" -> new Greeting.Preauthenticated();
      default -> new Greeting.TurnedAway(StatusWords.ofImap(line));
    };
  }

  static Greeting pop3(String line) {
    if (Pop3Start.says("-ERR", line)) {
      return new Greeting.TurnedAway(StatusWords.ofPop3(line));
    }
    return Pop3Start.says("+OK", line)
        ? new Greeting.Welcome()
        : SpokenProtocol.insteadOf("POP3", line);
  }

  static Greeting submission(String line) {
    Matcher reply = SubmissionReply.LINE.matcher(line);
    if (!reply.matches()) {
      return SpokenProtocol.insteadOf("SMTP", line);
    }
    String text = reply.group(3) == null ? "" : reply.group(3);
    return reply.group(1).equals("220")
        ? new Greeting.Welcome()
        : new Greeting.TurnedAway(StatusWords.ofSmtp(reply.group(1), text));
  }
}
