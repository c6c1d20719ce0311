package io.github.mailclad.internal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.Refusal;
import java.util.Optional;

/** PLAIN (RFC 4616): one message of the client's, and no challenge. */
final class PlainExchange implements SaslExchange {
  private final byte[] message;

  PlainExchange(String authorizationId, String user, String password) {
    this.message = (authorizationId + "\0" + user + "\0" + password).getBytes(UTF_8);
  }

  @Override
  public AuthMechanism mechanism() {
    return AuthMechanism.PLAIN;
  }

  @Override
  public Optional<byte[]> initialResponse() {
    return Optional.of(message.clone());
  }

  @Override
  public Step answer(byte[] challenge) {
    return new Step.Cancel(
        new LoginRefusal.SaslViolation(AuthMechanism.PLAIN, "it has no challenge, and one came"));
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
