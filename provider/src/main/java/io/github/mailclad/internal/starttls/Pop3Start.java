package io.github.mailclad.internal.starttls;

import io.github.mailclad.MailService;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.io.IOException;

/** STLS in POP3 (RFC 2595, section 4); each reply is one line that begins with its status. */
final class Pop3Start {
  private final ClearLines lines;

  Pop3Start(ClearLines lines) {
    this.lines = lines;
  }

  String run() throws IOException {
    RefusedStartException.unlessWelcome(Greeting.of(MailService.POP3, lines.next()));
    lines.sendInTurn("STLS");
    String reply = lines.next();
    if (says("-ERR", reply)) {
      throw new RefusedStartException(
          new TlsStartRefusal.StarttlsUnavailable(StatusWords.ofPop3(reply)));
    }
    if (!says("+OK", reply)) {
      throw ClearLines.malformed("a reply that begins with neither +OK nor -ERR");
    }
    return "+OK TLS started";
  }

  static boolean says(String status, String line) {
    return line.equals(status) || line.startsWith(status + " ");
  }
}
