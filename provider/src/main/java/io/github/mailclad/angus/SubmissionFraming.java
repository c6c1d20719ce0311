package io.github.mailclad.angus;

import io.github.mailclad.angus.SaslConversation.Framing;
import io.github.mailclad.angus.SaslConversation.InitialResponse;
import io.github.mailclad.angus.SaslConversation.Reply;
import io.github.mailclad.refusal.LoginRefusal;
import java.io.IOException;
import java.util.Optional;

/** SASL in SMTP (RFC 4954). */
final class SubmissionFraming implements Framing {
  /** With its CRLF; an initial response that does not fit waits (RFC 4954, section 4). */
  private static final int LONGEST_COMMAND = 512;

  private static final int MOST_LINES = 100;

  private final LoginLines lines;

  SubmissionFraming(LoginLines lines) {
    this.lines = lines;
  }

  @Override
  public InitialResponse begin(String mechanism, Optional<String> initial) throws IOException {
    return lines.auth(mechanism, initial, LONGEST_COMMAND);
  }

  @Override
  public void send(String line) throws IOException {
    lines.send(line);
  }

  @Override
  public Reply receive() throws IOException {
    String first = lines.read();
    String last = first;
    for (int more = 1; last.length() > 3 && last.charAt(3) == '-'; more++) {
      if (more == MOST_LINES) {
        throw new IOException("the server's reply to AUTH has no end");
      }
      last = lines.read();
    }
    String code = first.substring(0, Math.min(3, first.length()));
    return switch (code) {
      case "334" -> new Reply.Challenge(first.substring(Math.min(4, first.length())));
      case "235" -> new Reply.Success();
      // they ask for TLS, and it is there
      case "530", "538" -> new Reply.Broken(new LoginRefusal.StarttlsInsideTls());
      case "421" -> throw new IOException("the server closes the connection during the login");
      default -> {
        if (!code.matches("[45]\\d\\d")) {
          throw new IOException("the server's reply to AUTH is none of SMTP");
        }
        yield new Reply.Failure(first);
      }
    };
  }
}
