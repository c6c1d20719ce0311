package io.github.mailclad.internal.mailproto;

import io.github.mailclad.Outcome;
import io.github.mailclad.internal.sasl.SaslConversation.Framing;
import io.github.mailclad.internal.sasl.SaslConversation.Reply;
import io.github.mailclad.internal.sasl.SaslConversation.Reply.Progress;
import io.github.mailclad.refusal.LoginRefusal;
import java.io.IOException;
import java.util.Optional;

/** SASL by the command AUTH, which POP3 (RFC 5034) and SMTP (RFC 4954) share. */
public abstract class AuthCommand implements Framing {
  /** The length limit of a command in POP3 with its CRLF (RFC 5034, section 4). */
  private static final int LONGEST_IN_POP3 = 255;

  /** The length limit of a command in SMTP with its CRLF (RFC 4954, section 4). */
  private static final int LONGEST_IN_SMTP = 512;

  private final Lines lines;
  private final int longest;

  private AuthCommand(Lines lines, int longest) {
    this.lines = lines;
    this.longest = longest;
  }

  /** Returns the AUTH command over these lines of POP3. */
  public static AuthCommand ofPop3(Lines lines) {
    return new AuthCommand(lines, LONGEST_IN_POP3) {
      @Override
      public Outcome<Reply> receive() throws IOException {
        return pop3Reply(lines);
      }
    };
  }

  /** Returns the AUTH command over these lines of SMTP. */
  public static AuthCommand ofSmtp(Lines lines) {
    return new AuthCommand(lines, LONGEST_IN_SMTP) {
      @Override
      public Outcome<Reply> receive() throws IOException {
        return smtpReply(lines);
      }
    };
  }

  /** Sends the command. An initial response that does not fit is sent after a challenge. */
  @Override
  public boolean begin(String mechanism, Optional<String> initial) throws IOException {
    String command = "AUTH " + mechanism;
    String whole = command + " " + initial.orElse("");
    boolean fits = initial.isPresent() && whole.length() + 2 <= longest;
    lines.send(fits ? whole : command);
    return fits;
  }

  @Override
  public void send(String line) throws IOException {
    lines.send(line);
  }

  private static Outcome<Reply> pop3Reply(Lines lines) throws IOException {
    String line = lines.read();
    if (line.equals("+") || line.startsWith("+ ")) {
      return reply(Progress.CHALLENGE, line.substring(Math.min(2, line.length())));
    }
    if (line.startsWith("+OK")) {
      return reply(Progress.SUCCESS, "");
    }
    if (line.startsWith("-ERR")) {
      return reply(Progress.FAILURE, line.substring("-ERR".length()).trim());
    }
    throw new IOException("the server's reply to AUTH is not a reply of POP3");
  }

  private static Outcome<Reply> smtpReply(Lines lines) throws IOException {
    SmtpReply reply = SmtpReply.read(lines);
    return switch (reply.code()) {
      case "334" -> reply(Progress.CHALLENGE, reply.texts().get(0));
      case "235" -> reply(Progress.SUCCESS, "");
      // these codes ask for TLS, which is already active
      case "530", "538" -> Outcome.refused(new LoginRefusal.StarttlsInsideTls());
      case "421" ->
          Outcome.refused(
              LoginRefusal.LoginPostponed.in(reply.code() + " " + reply.texts().get(0))
                  .orElseThrow());
      default -> {
        if (!reply.isFailure()) {
          throw new IOException("the server's reply to AUTH is not a reply of SMTP");
        }
        yield reply(Progress.FAILURE, reply.code() + " " + reply.texts().get(0));
      }
    };
  }

  private static Outcome<Reply> reply(Progress progress, String text) {
    return Outcome.of(new Reply(progress, text));
  }
}
