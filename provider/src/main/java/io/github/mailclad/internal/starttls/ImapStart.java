package io.github.mailclad.internal.starttls;

import io.github.mailclad.MailService;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * STARTTLS in IMAP (RFC 9051, section 6.2.1). Untagged data in between is ignored, whatever it says
 * (sections 11.1 and 11.3), and so are the capabilities that a greeting carries.
 */
final class ImapStart {
  private static final String TAG = "S1";
  private static final Pattern UNTAGGED = Pattern.compile("\\* \\S.*");
  private static final Pattern BYE = word("\\* BYE");
  private static final Pattern TAGGED = word(TAG + " (OK|NO|BAD)");
  private static final Pattern LITERAL = Pattern.compile(".*\\{\\d+\\+?}");

  private final ClearLines lines;

  ImapStart(ClearLines lines) {
    this.lines = lines;
  }

  private static Pattern word(String words) {
    return Pattern.compile(words + "(?: .*)?", Pattern.CASE_INSENSITIVE);
  }

  String run() throws IOException {
    greet();
    lines.send(TAG + " STARTTLS");
    String reply = lines.next();
    while (UNTAGGED.matcher(reply).matches()) {
      if (BYE.matcher(reply).matches()) {
        throw turnedAway(reply);
      }
      if (LITERAL.matcher(reply).matches()) {
        throw ClearLines.malformed("a literal before TLS");
      }
      reply = lines.next();
    }
    Matcher tagged = TAGGED.matcher(reply);
    if (!tagged.matches()) {
      throw ClearLines.malformed("neither untagged data nor a reply with the command's tag");
    }
    if (!Ascii.equalsIgnoringCase(tagged.group(1), "OK")) {
      throw new RefusedStartException(
          new TlsStartRefusal.StarttlsUnavailable(StatusWords.ofImap(reply)));
    }
    return "* OK TLS started";
  }

  private void greet() throws IOException {
    String greeting = lines.next();
    RefusedStartException.unlessWelcome(Greeting.of(MailService.IMAP, greeting));
    if (LITERAL.matcher(greeting).matches()) {
      throw ClearLines.malformed("a literal before TLS");
    }
  }

  private static RefusedStartException turnedAway(String line) {
    return new RefusedStartException(new TlsStartRefusal.TurnedAway(StatusWords.ofImap(line)));
  }
}
