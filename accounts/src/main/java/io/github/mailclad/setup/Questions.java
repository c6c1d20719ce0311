package io.github.mailclad.setup;

import io.github.mailclad.account.AccountStoreException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The questions that are put to a person one after the other, and what follows. */
final class Questions {
  private final List<Question> questions;
  private final Agreed agreed;
  private final Supplier<SetupStep> declined;
  private final List<Consent> consents = new ArrayList<>();

  /** What happens after the consent to every question. */
  @FunctionalInterface
  interface Agreed {
    SetupStep with(List<Consent> consents) throws AccountStoreException;
  }

  Questions(List<Warning> warnings, Clock clock, Agreed agreed, Supplier<SetupStep> declined) {
    this.questions = warnings.stream().map(warning -> new Question(warning, clock)).toList();
    this.agreed = agreed;
    this.declined = declined;
  }

  /** The question that is open; empty if all were agreed to. */
  Optional<Question> open() {
    return questions.stream().skip(consents.size()).findFirst();
  }

  void agree(Consent consent) {
    boolean isOpen = open().filter(consent::answers).isPresent();
    // one that protects a password is spent when the password is sent
    boolean isSpentLater = consent.warning() instanceof Warning.CleartextTest;
    if (!isOpen || !(isSpentLater || consent.spend())) {
      throw new IllegalArgumentException(consent + " does not answer the open question");
    }
    consents.add(consent);
  }

  SetupStep end() throws AccountStoreException {
    return agreed.with(List.copyOf(consents));
  }

  SetupStep declined() {
    return declined.get();
  }
}
