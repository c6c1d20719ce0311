package io.github.mailclad.internal.sasl;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.refusal.Refusal;
import java.util.Optional;

/** The client's side of one exchange (RFC 4422, section 3). Used once, by one thread. */
public interface SaslExchange {
  /** Which mechanism it is. */
  AuthMechanism mechanism();

  /** What the client says first; empty if the server speaks first. */
  Optional<byte[]> initialResponse();

  /** The answer to a challenge. */
  Step answer(byte[] challenge);

  /** What is wrong although the server reports success; empty if the login is complete. */
  Optional<Refusal> afterSuccess();

  /**
   * What a failed login is, if it is more than wrong credentials; empty if the server just refused
   * them.
   */
  Optional<Refusal> afterFailure();

  /**
   * What the server reported in a challenge about a login that then failed; empty for nothing.
   * Never a secret.
   */
  default String report() {
    return "";
  }

  /** What a client does next. */
  sealed interface Step {
    /** It sends a response, possibly an empty one. */
    final class Respond implements Step {
      private final byte[] response;

      /** A response; copied. */
      public Respond(byte[] response) {
        this.response = response.clone();
      }

      /** What is sent. */
      public byte[] response() {
        return response.clone();
      }
    }

    /** It cancels the exchange, because the server broke the mechanism's rules. */
    record Cancel(Refusal refusal) implements Step {}
  }
}
