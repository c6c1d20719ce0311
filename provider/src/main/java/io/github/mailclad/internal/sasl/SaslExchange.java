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

  /**
   * Returns the server's report in a challenge of a login that then failed; empty for none. Never a
   * secret.
   */
  default String report() {
    return "";
  }
}
