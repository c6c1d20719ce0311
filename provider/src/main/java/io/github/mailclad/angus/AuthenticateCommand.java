package io.github.mailclad.angus;

import io.github.mailclad.Outcome;
import io.github.mailclad.internal.sasl.SaslConversation;
import io.github.mailclad.internal.sasl.SaslConversation.Reply;
import io.github.mailclad.internal.sasl.SaslConversation.Reply.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.jspecify.annotations.Nullable;

/**
 * SASL by the IMAP command AUTHENTICATE (RFC 9051, section 6.2.2), with an initial response if the
 * server offers SASL-IR. For one use.
 */
final class AuthenticateCommand implements SaslConversation.Framing {
  private static final int MOST_UNTAGGED = 100;

  private final IMAPProtocol protocol;
  private final OutputStream out;
  private final List<Response> untagged = new ArrayList<>();
  private String tag = "";
  private @Nullable Response tagged;

  /**
   * Creates the command of a connection.
   *
   * @param out the stream to the server, which the protocol does not give to others
   */
  AuthenticateCommand(IMAPProtocol protocol, OutputStream out) {
    this.protocol = protocol;
    this.out = out;
  }

  /** Returns the command that was sent with that tag and an initial response. */
  static AuthenticateCommand sent(IMAPProtocol protocol, OutputStream out, String tag) {
    AuthenticateCommand command = new AuthenticateCommand(protocol, out);
    command.tag = tag;
    return command;
  }

  @Override
  public boolean begin(String mechanism, Optional<String> initial) throws IOException {
    if (!tag.isEmpty()) {
      return true;
    }
    boolean now = initial.isPresent() && protocol.hasCapability("SASL-IR");
    String command = "AUTHENTICATE " + mechanism + (now ? " " + initial.orElseThrow() : "");
    try {
      tag = protocol.writeCommand(command, null);
    } catch (ProtocolException e) {
      throw new IOException(e);
    }
    return now;
  }

  @Override
  public void send(String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public Outcome<Reply> receive() throws IOException {
    while (untagged.size() < MOST_UNTAGGED) {
      Response response = next();
      if (response.isContinuation()) {
        return Outcome.of(new Reply(Progress.CHALLENGE, text(response)));
      }
      if (response.isBYE()) {
        throw new IOException("the server closes the connection during the login");
      }
      if (response.isTagged() && tag.equals(response.getTag())) {
        tagged = response;
        return Outcome.of(
            new Reply(response.isOK() ? Progress.SUCCESS : Progress.FAILURE, text(response)));
      }
      untagged.add(response);
    }
    throw new IOException(
        "the server sent " + MOST_UNTAGGED + " responses and no answer to AUTHENTICATE");
  }

  private Response next() throws IOException {
    try {
      return protocol.readResponse();
    } catch (ProtocolException e) {
      throw new IOException(e);
    }
  }

  private static String text(Response response) {
    String rest = response.getRest();
    return rest == null ? "" : rest;
  }

  /** Returns the answer to the command; the tagged response is the last one. */
  Response[] answer() {
    List<Response> answer = new ArrayList<>(untagged);
    if (tagged != null) {
      answer.add(tagged);
    }
    return answer.toArray(new Response[0]);
  }
}
