package io.github.mailclad.setup;

import io.github.mailclad.discovery.TargetConfirmation;
import io.github.mailclad.setup.Person.Answer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks a person; only an answer that was given agrees. */
final class Asked {
  private Asked() {}

  private static Answer of(Person person, Warning warning) {
    try {
      return Objects.requireNonNullElse(person.answer(warning), Answer.DECLINED);
    } catch (RuntimeException e) {
      // whoever cannot answer did not agree
      return Answer.DECLINED;
    }
  }

  /** What there is if the person agrees. */
  static <T> Optional<T> of(Person person, Warning warning, Supplier<T> agreed) {
    return of(person, warning) == Answer.AGREED ? Optional.of(agreed.get()) : Optional.empty();
  }

  /** The same person, asked about the servers of an account. */
  static TargetConfirmation aboutTargets(Person person, String account) {
    return question ->
        of(person, new Warning.TargetOutsideDomain(account, question)) == Answer.AGREED
            ? TargetConfirmation.Answer.CONFIRMED
            : TargetConfirmation.Answer.REFUSED;
  }
}
