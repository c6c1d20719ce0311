package io.github.mailclad.internal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.Outcome;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.Refusal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The mechanism LOGIN, which no RFC describes: two challenges whose text has no meaning, answered
 * by the user and the password.
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
  public Outcome<byte[]> answer(byte[] challenge) {
    return answers.isEmpty()
        ? Outcome.refused(
            new LoginRefusal.SaslViolation(
                AuthMechanism.LOGIN, "it has two challenges, and a third one came"))
        : Outcome.of(answers.remove().getBytes(UTF_8));
  }

  @Override
  public Optional<Refusal> afterSuccess() {
    return Optional.empty();
  }
}
