package io.github.mailclad.internal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.Outcome;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.Refusal;
import java.util.Optional;

/** A mechanism with one message of the client and no challenge: PLAIN or EXTERNAL. */
final class SingleMessageExchange implements SaslExchange {
  private final AuthMechanism mechanism;
  private final String message;
  private final String violation;

  private SingleMessageExchange(AuthMechanism mechanism, String message, String violation) {
    this.mechanism = mechanism;
    this.message = message;
    this.violation = violation;
  }

  /** Returns an exchange of PLAIN (RFC 4616). */
  static SingleMessageExchange plain(String authorizationId, String user, String password) {
    return new SingleMessageExchange(
        AuthMechanism.PLAIN,
        authorizationId + "\0" + user + "\0" + password,
        "it has no challenge, and one came");
  }

  /**
   * Returns an exchange of EXTERNAL (RFC 4422, appendix A.1).
   *
   * @param authorizationId empty to act as the identity of the client certificate
   */
  static SingleMessageExchange external(String authorizationId) {
    return new SingleMessageExchange(
        AuthMechanism.EXTERNAL,
        authorizationId,
        "it has no challenge after the client's message, and one came");
  }

  @Override
  public AuthMechanism mechanism() {
    return mechanism;
  }

  @Override
  public Optional<byte[]> initialResponse() {
    return Optional.of(message.getBytes(UTF_8));
  }

  @Override
  public Outcome<byte[]> answer(byte[] challenge) {
    return Outcome.refused(new LoginRefusal.SaslViolation(mechanism, violation));
  }

  @Override
  public Optional<Refusal> afterSuccess() {
    return Optional.empty();
  }
}
