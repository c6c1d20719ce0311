package io.github.mailclad.internal.mailproto;

import io.github.mailclad.internal.sasl.SaslConversation.Framing;
import io.github.mailclad.internal.sasl.SaslConversation.InitialResponse;
import io.github.mailclad.internal.sasl.SaslConversation.Reply;
import io.github.mailclad.refusal.LoginRefusal;
import java.io.IOException;
import java.util.Optional;

/** SASL by the command AUTH, which POP3 (RFC 5034) and SMTP (RFC 4954) share. */
public final class AuthCommand implements Framing {
  /** The length limit of a command in POP3 with its CRLF (RFC 5034, section 4). */
  private static final int LONGEST_IN_POP3 = 255;

  /** The length limit of a command in SMTP with its CRLF (RFC 4954, section 4). */
  private static final int LONGEST_IN_SMTP = 512;

  private final Lines lines;
  private final int longest;
  private final Replies replies;

  /** The replies of the protocol. */
  @FunctionalInterface
  private interface Replies {
    Reply next(Lines lines) throws IOException;
  }

  private AuthCommand(Lines lines, int longest, Replies replies) {
    this.lines = lines;
    this.longest = longest;
    this.replies = replies;
  }

  /** Returns the AUTH command over these lines of POP3. */
  public static AuthCommand ofPop3(Lines lines) {
    return new AuthCommand(lines, LONGEST_IN_POP3, AuthCommand::pop3Reply);
  }

  /** Returns the AUTH command over these lines of SMTP. */
  public static AuthCommand ofSmtp(Lines lines) {
    return new AuthCommand(lines, LONGEST_IN_SMTP, AuthCommand::smtpReply);
  }

  /** Sends the command. An initial response that does not fit is sent after a challenge. */
  @Override
  public InitialResponse begin(String mechanism, Optional<String> initial) throws IOException {
    String command = "AUTH " + mechanism;
    String whole = command + " " + initial.orElse("");
    boolean fits = initial.isPresent() && whole.length() + 2 <= longest;
    lines.send(fits ? whole : command);
    return fits ? InitialResponse.SENT : InitialResponse.NOT_SENT;
  }

  @Override
  public void send(String line) throws IOException {
    lines.send(line);
  }

  @Override
  public Reply receive() throws IOException {
    return replies.next(lines);
  }

  private static Reply pop3Reply(Lines lines) throws IOException {
    String line = lines.read();
    if (line.equals("+") || line.startsWith("+ ")) {
      return new Reply.Challenge(line.substring(Math.min(2, line.length())));
    }
    if (line.startsWith("+OK")) {
      return new Reply.Success();
    }
    if (line.startsWith("-ERR")) {
      return new Reply.Failure(line.substring("-ERR".length()).trim());
    }
    throw new IOException("the server's reply to AUTH is none of POP3");
  }

  private static Reply smtpReply(Lines lines) throws IOException {
    SmtpReply reply = SmtpReply.read(lines);
    return switch (reply.code()) {
      case "334" -> new Reply.Challenge(reply.texts().get(0));
      case "235" -> new Reply.Success();
      // these codes ask for TLS, which is already active
      case "530", "538" -> new Reply.Broken(new LoginRefusal.StarttlsInsideTls());
      case "421" -> throw new IOException("the server closes the connection during the login");
      default -> {
        if (!reply.isFailure()) {
          throw new IOException("the server's reply to AUTH is none of SMTP");
        }
        yield new Reply.Failure(reply.code() + " " + reply.texts().get(0));
      }
    };
  }
}
