package io.github.mailclad.setup;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The consent of a person to one {@link Warning} (RFC 8314, section 5). It permits what the warning
 * is about and nothing else: for its account, server and certificate, once, and only as the answer
 * to the {@link Question} that it was made by. Thread-safe.
 */
public final class Consent {
  private static final Duration VALID = Duration.ofMinutes(5);

  private final Question question;
  private final Instant at;
  private final AtomicBoolean spent = new AtomicBoolean();

  Consent(Question question, Instant at) {
    this.question = question;
    this.at = at;
  }

  /** The warning that the person agreed to. */
  public Warning warning() {
    return question.warning();
  }

  Instant at() {
    return at;
  }

  boolean answers(Question asked) {
    return question == asked;
  }

  /** Whether it is recent enough to send a password without protection. */
  boolean isRecent(Instant now) {
    return !now.isBefore(at) && !now.isAfter(at.plus(VALID));
  }

  /** Uses it up; false if it was used before. */
  boolean spend() {
    return spent.compareAndSet(false, true);
  }

  @Override
  public String toString() {
    return "consent to " + question;
  }
}
