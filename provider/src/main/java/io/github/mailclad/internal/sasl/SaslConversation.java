package io.github.mailclad.internal.sasl;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.sasl.SaslConversation.Reply.Progress;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/**
 * Runs a SASL exchange over a mail protocol (RFC 4422, section 3): messages in base64, an initial
 * response where it may be sent, {@code *} to cancel. The exchange is never repeated.
 */
public final class SaslConversation {
  /** The number of challenges at most, more than any mechanism of this package has. */
  private static final int MOST_CHALLENGES = 5;

  private final SaslExchange exchange;
  private final Framing framing;
  private Optional<String> unsent = Optional.empty();
  private String first = "";
  private boolean answeredAhead;

  private SaslConversation(SaslExchange exchange, Framing framing) {
    this.exchange = exchange;
    this.framing = framing;
  }

  /** The form in which a protocol carries an exchange. */
  public interface Framing {
    /**
     * Sends the command that begins the exchange.
     *
     * @param initial the initial response in base64, {@code =} for an empty one
     * @return whether the initial response was sent; if not, it is sent after a challenge
     */
    boolean begin(String mechanism, Optional<String> initial) throws IOException;

    /** Sends a response or {@code *}, in one write. */
    void send(String line) throws IOException;

    /** Returns the server's next reply, or a refusal if the connection must end instead. */
    Outcome<Reply> receive() throws IOException;
  }

  /**
   * A reply of the server.
   *
   * @param text the challenge in base64, or the server's text about a failure
   */
  public record Reply(Progress progress, String text) {
    /** The effect of a reply on the exchange. */
    public enum Progress {
      /** The exchange goes on with a challenge. */
      CHALLENGE,
      /** The login is complete. */
      SUCCESS,
      /** The login failed. */
      FAILURE
    }
  }

  /**
   * Runs an exchange to its end.
   *
   * @return the failure if the server rejected the login; empty if the user is logged in
   */
  public static Outcome<Optional<LoginFailure>> run(SaslExchange exchange, Framing framing)
      throws IOException {
    return new SaslConversation(exchange, framing).run();
  }

  private Outcome<Optional<LoginFailure>> run() throws IOException {
    Optional<byte[]> octets = exchange.initialResponse();
    Optional<String> initial =
        octets.isPresent() ? Optional.of(base64(octets.get())) : Optional.empty();
    first = initial.orElse("");
    boolean sent =
        framing.begin(
            exchange.mechanism().saslName(),
            initial.isPresent() && first.isEmpty() ? Optional.of("=") : initial);
    unsent = sent ? Optional.empty() : initial;
    Outcome<Reply> reply = framing.receive();
    for (int challenges = 0; isChallenge(reply); challenges++) {
      Outcome<byte[]> response =
          challenges < MOST_CHALLENGES
              ? answer(reply.get().text())
              : violation("it sent more than " + MOST_CHALLENGES + " challenges");
      if (response.refusal().isPresent()) {
        return cancelled(response.refusal().get());
      }
      if (answeredAhead) {
        answeredAhead = false;
      } else {
        answeredAhead = exchange.nextAnswerIsEmpty();
        // an empty line is an empty answer
        framing.send(base64(response.get()) + (answeredAhead ? "\r\n" : ""));
      }
      reply = framing.receive();
    }
    return reply.refusal().isPresent()
        ? Outcome.refused(reply.refusal().get())
        : result(reply.get());
  }

  /**
   * Cancels the exchange, unless the challenge is answered already: "*" would be a command then.
   */
  private Outcome<Optional<LoginFailure>> cancelled(Refusal refusal) throws IOException {
    if (!answeredAhead) {
      framing.send("*");
      framing.receive();
    }
    return Outcome.refused(refusal);
  }

  private static boolean isChallenge(Outcome<Reply> reply) {
    return reply.refusal().isEmpty() && reply.get().progress() == Progress.CHALLENGE;
  }

  private Outcome<Optional<LoginFailure>> result(Reply last) {
    boolean failed = last.progress() == Progress.FAILURE;
    Optional<Refusal> refusal = failed ? exchange.afterFailure() : exchange.afterSuccess();
    if (refusal.isPresent()) {
      return Outcome.refused(refusal.get());
    }
    return Outcome.of(failed ? Optional.of(rejected(last.text())) : Optional.empty());
  }

  private LoginFailure rejected(String text) {
    return new LoginFailure(exchange.mechanism(), hidden(text), exchange.report());
  }

  /** Returns a text without the token and the initial response, which a server may repeat. */
  private String hidden(String text) {
    String shown = exchange.token().map(token -> text.replace(token, "***")).orElse(text);
    return first.isEmpty() ? shown : shown.replace(first, "***");
  }

  private Outcome<byte[]> answer(String base64) {
    if (unsent.isPresent()) {
      byte[] initial = Base64.getDecoder().decode(unsent.get());
      unsent = Optional.empty();
      return Outcome.of(initial);
    }
    byte[] challenge;
    try {
      challenge = Base64.getDecoder().decode(base64.trim());
    } catch (IllegalArgumentException e) {
      return exchange.mechanism() == AuthMechanism.LOGIN
          ? exchange.answer(new byte[0])
          : violation("it sent a challenge that is not base64");
    }
    return exchange.answer(challenge);
  }

  private Outcome<byte[]> violation(String problem) {
    return Outcome.refused(new LoginRefusal.SaslViolation(exchange.mechanism(), problem));
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
