package io.github.mailclad.setup;

import java.time.Clock;

/**
 * A warning that is put to a person. A program shows {@link #warning()}, and calls {@link #agree()}
 * only if the person read it and agrees.
 */
public final class Question {
  private final Warning warning;
  private final Clock clock;

  Question(Warning warning, Clock clock) {
    this.warning = warning;
    this.clock = clock;
  }

  /** Returns the warning that the person has to read. */
  public Warning warning() {
    return warning;
  }

  /** Returns the consent of the person, who read the warning. */
  public Consent agree() {
    return new Consent(this, clock.instant());
  }

  @Override
  public String toString() {
    return warning.version() + " for " + warning.account();
  }
}
