package io.github.mailclad.internal.sasl;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.Outcome;
import io.github.mailclad.refusal.Refusal;
import java.util.Optional;

/** The client's side of one exchange (RFC 4422, section 3). Used once, by one thread. */
public interface SaslExchange {
  /** Returns the mechanism. */
  AuthMechanism mechanism();

  /** Returns the client's first message; empty if the server speaks first. */
  Optional<byte[]> initialResponse();

  /**
   * Returns the response to a challenge, possibly empty. It is a refusal if the server breaks the
   * rules of the mechanism: then the client cancels the exchange.
   */
  Outcome<byte[]> answer(byte[] challenge);

  /**
   * Returns whether the answer to the next challenge is empty, and no success can come without that
   * challenge. The client may send the answer together with the present one.
   */
  default boolean nextAnswerIsEmpty() {
    return false;
  }

  /**
   * Returns the refusal of a login that the server reports as a success; empty if the login is
   * complete.
   */
  Optional<Refusal> afterSuccess();

  /**
   * Returns the refusal if a failed login means more than wrong credentials; empty if the server
   * only rejected them.
   */
  default Optional<Refusal> afterFailure() {
    return Optional.empty();
  }

  /** Returns the OAuth token that this exchange sends; empty for another secret. */
  default Optional<String> token() {
    return Optional.empty();
  }

  /**
   * Returns what more is known of a login that failed: the server's report about a token, the type
   * of a channel binding, or the purpose that a client certificate lacks; empty for nothing. Never
   * a secret.
   */
  default String report() {
    return "";
  }
}
