package io.github.mailclad.internal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.Refusal;
import java.util.Optional;

/**
 * EXTERNAL (RFC 4422, appendix A.1): the client speaks first and names the authorization identity,
 * mostly none. There is one message and no other.
 */
final class ExternalExchange implements SaslExchange {
  private final String authorizationId;

  /** Empty to act as the identity of the client certificate. */
  ExternalExchange(String authorizationId) {
    this.authorizationId = authorizationId;
  }

  @Override
  public AuthMechanism mechanism() {
    return AuthMechanism.EXTERNAL;
  }

  @Override
  public Optional<byte[]> initialResponse() {
    return Optional.of(authorizationId.getBytes(UTF_8));
  }

  @Override
  public Step answer(byte[] challenge) {
    return new Step.Cancel(
        new LoginRefusal.SaslViolation(
            AuthMechanism.EXTERNAL,
            "it has no challenge after the client's message, and one came"));
  }

  @Override
  public Optional<Refusal> afterSuccess() {
    return Optional.empty();
  }

  @Override
  public Optional<Refusal> afterFailure() {
    return Optional.empty();
  }
}
