package io.github.mailclad.setup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

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

  /**
   * The consent of a person to one {@link Warning} (RFC 8314, section 5). It permits only the
   * subject of the warning, for its account, server and certificate, once, and only as the answer
   * to the {@link Question} that created it. Thread-safe.
   */
  public static final class Consent {
    private static final Duration VALID = Duration.ofMinutes(5);

    private final Question question;
    private final Instant at;
    private final AtomicBoolean spent = new AtomicBoolean();

    private Consent(Question question, Instant at) {
      this.question = question;
      this.at = at;
    }

    /** Returns the warning that the person agreed to. */
    public Warning warning() {
      return question.warning;
    }

    Instant at() {
      return at;
    }

    boolean answers(Question asked) {
      return question == asked;
    }

    /** Returns whether the consent is recent enough to send a password without protection. */
    boolean isRecent(Instant now) {
      return !now.isBefore(at) && !now.isAfter(at.plus(VALID));
    }

    /** Uses the consent up; returns false if it was used before. */
    boolean spend() {
      return spent.compareAndSet(false, true);
    }

    @Override
    public String toString() {
      return "consent to " + question;
    }
  }
}
