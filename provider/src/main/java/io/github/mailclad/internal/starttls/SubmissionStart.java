package io.github.mailclad.internal.starttls;

import io.github.mailclad.MailService;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.io.IOException;
import java.net.ProtocolException;

/**
 * STARTTLS in SMTP (RFC 3207), after the EHLO with which a session begins (RFC 5321, section
 * 4.1.1.1). HELO is never tried.
 */
final class SubmissionStart {
  private final ClearLines lines;

  SubmissionStart(ClearLines lines) {
    this.lines = lines;
  }

  String run() throws IOException {
    greet();
    offer();
    lines.sendInTurn("STARTTLS");
    SubmissionReply reply = next();
    if (reply.closes()) {
      throw new RefusedStartException(new TlsStartRefusal.TurnedAway(reply.status()));
    }
    if (!reply.says("220")) {
      throw new RefusedStartException(new TlsStartRefusal.StarttlsUnavailable(reply.status()));
    }
    return "220 TLS started";
  }

  private void greet() throws IOException {
    String first = lines.next();
    Greeting greeting = Greeting.of(MailService.SUBMISSION, first);
    if (!(greeting instanceof Greeting.Other)) {
      reply(first);
    }
    RefusedStartException.unlessWelcome(greeting);
  }

  private void offer() throws IOException {
    // an address literal tells nothing that the connection does not
    lines.sendInTurn("EHLO [127.0.0.1]");
    SubmissionReply extensions = next();
    if (extensions.closes()) {
      throw new RefusedStartException(new TlsStartRefusal.TurnedAway(extensions.status()));
    }
    if (!extensions.says("250")) {
      throw new RefusedStartException(new TlsStartRefusal.EhloRefused(extensions.status()));
    }
    // the first line is the server's name
    boolean offered =
        extensions.texts().stream()
            .skip(1)
            .anyMatch(text -> Ascii.equalsIgnoringCase(text.split(" ", 2)[0], "STARTTLS"));
    if (!offered) {
      throw new RefusedStartException(
          new TlsStartRefusal.StarttlsUnavailable("no STARTTLS among the extensions"));
    }
  }

  private SubmissionReply next() throws IOException {
    return reply(lines.next());
  }

  private SubmissionReply reply(String first) throws IOException {
    try {
      return SubmissionReply.beginning(first, lines::next);
    } catch (ProtocolException e) {
      throw ClearLines.malformed(String.valueOf(e.getMessage()));
    }
  }
}
