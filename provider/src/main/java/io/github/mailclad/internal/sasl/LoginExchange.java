package io.github.mailclad.internal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.internal.sasl.SaslExchange.Step.Cancel;
import io.github.mailclad.internal.sasl.SaslExchange.Step.Respond;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.Refusal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * LOGIN, which no RFC describes: two challenges whose words say nothing, answered by the user and
 * the password.
 */
final class LoginExchange implements SaslExchange {
  private final Deque<String> answers;

  LoginExchange(String user, String password) {
    this.answers = new ArrayDeque<>(List.of(user, password));
  }

  @Override
  public AuthMechanism mechanism() {
    return AuthMechanism.LOGIN;
  }

  @Override
  public Optional<byte[]> initialResponse() {
    return Optional.empty();
  }

  @Override
  public Step answer(byte[] challenge) {
    return answers.isEmpty()
        ? new Cancel(
            new LoginRefusal.SaslViolation(
                AuthMechanism.LOGIN, "it has two challenges, and a third one came"))
        : new Respond(answers.remove().getBytes(UTF_8));
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
