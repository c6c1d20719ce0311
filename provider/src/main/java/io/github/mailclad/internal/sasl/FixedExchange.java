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
import org.jspecify.annotations.Nullable;

/**
 * A mechanism whose messages do not depend on the challenges: PLAIN, EXTERNAL or LOGIN. A challenge
 * after the last message is a violation.
 */
final class FixedExchange implements SaslExchange {
  private final AuthMechanism mechanism;
  private final @Nullable String initial;
  private final Deque<String> answers;
  private final String violation;
  private final String report;

  private FixedExchange(
      AuthMechanism mechanism, @Nullable String initial, List<String> answers, String violation) {
    this(mechanism, initial, answers, violation, /* report= */ "");
  }

  private FixedExchange(
      AuthMechanism mechanism,
      @Nullable String initial,
      List<String> answers,
      String violation,
      String report) {
    this.report = report;
    this.mechanism = mechanism;
    this.initial = initial;
    this.answers = new ArrayDeque<>(answers);
    this.violation = violation;
  }

  /** Returns an exchange of PLAIN (RFC 4616). */
  static FixedExchange plain(String authorizationId, String user, String password) {
    return new FixedExchange(
        AuthMechanism.PLAIN,
        authorizationId + "\0" + user + "\0" + password,
        List.of(),
        "it sent a challenge, and the mechanism has none");
  }

  /**
   * Returns an exchange of EXTERNAL (RFC 4422, appendix A.1).
   *
   * @param authorizationId empty to act as the identity of the client certificate
   * @param missingPurpose the purpose that the client certificate lacks; empty for none
   */
  static FixedExchange external(String authorizationId, String missingPurpose) {
    return new FixedExchange(
        AuthMechanism.EXTERNAL,
        authorizationId,
        List.of(),
        "it sent a challenge after the client's only message",
        missingPurpose);
  }

  /**
   * Returns an exchange of LOGIN, which no RFC describes: two challenges whose text has no meaning,
   * answered by the user and the password.
   */
  static FixedExchange login(String user, String password) {
    return new FixedExchange(
        AuthMechanism.LOGIN,
        null,
        List.of(user, password),
        "it sent a third challenge, and the mechanism has two");
  }

  @Override
  public AuthMechanism mechanism() {
    return mechanism;
  }

  @Override
  public String report() {
    return report;
  }

  @Override
  public Optional<byte[]> initialResponse() {
    return initial == null ? Optional.empty() : Optional.of(initial.getBytes(UTF_8));
  }

  @Override
  public Outcome<byte[]> answer(byte[] challenge) {
    return answers.isEmpty()
        ? Outcome.refused(new LoginRefusal.SaslViolation(mechanism, violation))
        : Outcome.of(answers.remove().getBytes(UTF_8));
  }

  @Override
  public Optional<Refusal> afterSuccess() {
    return Optional.empty();
  }
}
