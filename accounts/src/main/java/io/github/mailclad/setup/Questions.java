package io.github.mailclad.setup;

import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.setup.Question.Consent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The questions that are put to a person one after the other, and the step after the last one. */
final class Questions {
  private final List<Question> questions;
  private final List<ProbedService> probed;
  private final Agreed agreed;
  private final Supplier<SetupStep> declined;
  private final List<Consent> consents = new ArrayList<>();

  /** The action after the consent to every question. */
  @FunctionalInterface
  interface Agreed {
    SetupStep with(List<Consent> consents) throws AccountStoreException;
  }

  Questions(
      List<Warning> warnings,
      List<ProbedService> probed,
      Clock clock,
      Agreed agreed,
      Supplier<SetupStep> declined) {
    this.questions = warnings.stream().map(warning -> new Question(warning, clock)).toList();
    this.probed = probed;
    this.agreed = agreed;
    this.declined = declined;
  }

  /** Returns the confirmation that is open, or the step after the last one. */
  SetupStep following() throws AccountStoreException {
    Optional<Question> open = open();
    return open.isPresent()
        ? new SetupStep.Confirmation(open.get(), further(), probed)
        : agreed.with(List.copyOf(consents));
  }

  private Optional<Question> open() {
    return questions.stream().skip(consents.size()).findFirst();
  }

  private List<Warning> further() {
    return questions.stream().skip(consents.size() + 1L).map(Question::warning).toList();
  }

  void agree(Consent consent) {
    boolean isOpen = open().filter(consent::answers).isPresent();
    // a consent that protects a password is used up when the password is sent
    boolean isSpentLater = consent.warning() instanceof Warning.CleartextTest;
    if (!isOpen || !(isSpentLater || consent.spend())) {
      throw new IllegalArgumentException(consent + " does not answer the open question");
    }
    consents.add(consent);
  }

  SetupStep declined() {
    return declined.get();
  }
}
