package io.github.mailclad.angus;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.internal.sasl.LoginFailure;
import io.github.mailclad.internal.sasl.SaslExchange;
import io.github.mailclad.internal.sasl.SaslExchange.Step;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/**
 * Runs a SASL exchange over a mail protocol (RFC 4422, section 3): base64 on the way, an initial
 * response where it may be sent, {@code *} to cancel. One try, whatever comes of it.
 */
final class SaslConversation {
  /** No mechanism here has more than three. */
  private static final int MOST_CHALLENGES = 5;

  private final SaslExchange exchange;
  private final Framing framing;
  private Optional<String> unsent = Optional.empty();

  private SaslConversation(SaslExchange exchange, Framing framing) {
    this.exchange = exchange;
    this.framing = framing;
  }

  /** How a protocol carries an exchange. */
  interface Framing {
    /**
     * Begins.
     *
     * @param initial the initial response in base64, {@code =} for an empty one
     * @return whether it was sent, or has to wait for a challenge
     */
    InitialResponse begin(String mechanism, Optional<String> initial) throws IOException;

    /** Sends a response or {@code *}. */
    void send(String line) throws IOException;

    /** The server's next reply. */
    Reply receive() throws IOException;
  }

  /** What became of the initial response. */
  enum InitialResponse {
    SENT,
    NOT_SENT
  }

  /** What a server says. */
  sealed interface Reply {
    /** It goes on, with this in base64. */
    record Challenge(String base64) implements Reply {}

    /** The login is done. */
    record Success() implements Reply {}

    /** The login has failed, in the server's words. */
    record Failure(String text) implements Reply {}

    /** The server does something that ends the connection. */
    record Broken(Refusal refusal) implements Reply {}
  }

  /** How it ended. */
  sealed interface Outcome {
    /** The user is logged in. */
    record LoggedIn() implements Outcome {}

    /** The server does not accept the credentials. */
    record Failed(LoginFailure failure) implements Outcome {}

    /** It is not a login that can be trusted. */
    record Refused(Refusal refusal) implements Outcome {}
  }

  static Outcome run(SaslExchange exchange, Framing framing) throws IOException {
    return new SaslConversation(exchange, framing).run();
  }

  private Outcome run() throws IOException {
    Optional<String> initial = exchange.initialResponse().map(SaslConversation::base64);
    InitialResponse sent =
        framing.begin(
            exchange.mechanism().saslName(), initial.map(text -> text.isEmpty() ? "=" : text));
    unsent = sent == InitialResponse.SENT ? Optional.empty() : initial;
    for (int challenges = 0; ; challenges++) {
      Reply reply = framing.receive();
      if (reply instanceof Reply.Success) {
        return exchange
            .afterSuccess()
            .<Outcome>map(Outcome.Refused::new)
            .orElseGet(Outcome.LoggedIn::new);
      }
      if (reply instanceof Reply.Failure failure) {
        return exchange
            .afterFailure()
            .<Outcome>map(Outcome.Refused::new)
            .orElseGet(
                () ->
                    new Outcome.Failed(
                        new LoginFailure(
                            exchange.mechanism().secret(), failure.text(), exchange.report())));
      }
      if (reply instanceof Reply.Broken broken) {
        return new Outcome.Refused(broken.refusal());
      }
      Step step =
          challenges < MOST_CHALLENGES
              ? answer(((Reply.Challenge) reply).base64())
              : violation("there is no end of challenges");
      if (step instanceof Step.Cancel cancel) {
        framing.send("*");
        framing.receive();
        return new Outcome.Refused(cancel.refusal());
      }
      framing.send(base64(((Step.Respond) step).response()));
    }
  }

  private Step answer(String base64) {
    if (unsent.isPresent()) {
      byte[] initial = Base64.getDecoder().decode(unsent.get());
      unsent = Optional.empty();
      return new Step.Respond(initial);
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

  private Step violation(String problem) {
    return new Step.Cancel(new LoginRefusal.SaslViolation(exchange.mechanism(), problem));
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
