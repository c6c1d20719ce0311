package io.github.mailclad.internal.sasl;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.Outcome;
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
    InitialResponse begin(String mechanism, Optional<String> initial) throws IOException;

    /** Sends a response or {@code *}. */
    void send(String line) throws IOException;

    /** Returns the server's next reply. */
    Reply receive() throws IOException;
  }

  /** The state of the initial response after the command. */
  public enum InitialResponse {
    /** It was sent with the command. */
    SENT,
    /** It is sent after a challenge, or the exchange has no initial response. */
    NOT_SENT
  }

  /** A reply of the server. */
  public sealed interface Reply {
    /** The exchange goes on with this challenge in base64. */
    record Challenge(String base64) implements Reply {}

    /** The login is done. */
    record Success() implements Reply {}

    /** The login failed, with this text. */
    record Failure(String text) implements Reply {}

    /** The server breaks the protocol, and the connection ends. */
    record Broken(Refusal refusal) implements Reply {}
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
    Optional<String> initial = exchange.initialResponse().map(SaslConversation::base64);
    InitialResponse sent =
        framing.begin(
            exchange.mechanism().saslName(), initial.map(text -> text.isEmpty() ? "=" : text));
    unsent = sent == InitialResponse.SENT ? Optional.empty() : initial;
    Reply reply = framing.receive();
    for (int challenges = 0; reply instanceof Reply.Challenge challenge; challenges++) {
      Outcome<byte[]> response =
          challenges < MOST_CHALLENGES
              ? answer(challenge.base64())
              : violation("there is no end of challenges");
      if (response.refusal().isPresent()) {
        framing.send("*");
        framing.receive();
        return Outcome.refused(response.refusal().get());
      }
      framing.send(base64(response.get()));
      reply = framing.receive();
    }
    return ended(reply);
  }

  private Outcome<Optional<LoginFailure>> ended(Reply reply) {
    if (reply instanceof Reply.Broken broken) {
      return Outcome.refused(broken.refusal());
    }
    if (reply instanceof Reply.Failure failure) {
      return exchange
          .afterFailure()
          .<Outcome<Optional<LoginFailure>>>map(Outcome::refused)
          .orElseGet(() -> Outcome.of(Optional.of(rejected(failure.text()))));
    }
    return exchange
        .afterSuccess()
        .<Outcome<Optional<LoginFailure>>>map(Outcome::refused)
        .orElseGet(() -> Outcome.of(Optional.empty()));
  }

  private LoginFailure rejected(String text) {
    return new LoginFailure(exchange.mechanism().secret(), text, exchange.report());
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
          : violation("a challenge is not in base64");
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
