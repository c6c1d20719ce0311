package io.github.mailclad.angus;

import io.github.mailclad.angus.SaslConversation.Framing;
import io.github.mailclad.angus.SaslConversation.InitialResponse;
import io.github.mailclad.angus.SaslConversation.Reply;
import java.io.IOException;
import java.util.Optional;

/** SASL in POP3 (RFC 5034). */
final class RetrievalFraming implements Framing {
  /** With its CRLF; an initial response that does not fit waits (RFC 5034, section 4). */
  private static final int LONGEST_COMMAND = 255;

  private final LoginLines lines;

  RetrievalFraming(LoginLines lines) {
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
}
