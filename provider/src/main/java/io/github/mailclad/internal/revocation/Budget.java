package io.github.mailclad.internal.revocation;

import java.io.IOException;
import java.time.Duration;

/** The time that one verdict may spend on fetching. It starts when the object is created. */
final class Budget {
  private final long end;

  private Budget(long end) {
    this.end = end;
  }

  static Budget of(Duration total) {
    return new Budget(System.nanoTime() + total.toNanos());
  }

  /**
   * Returns half of the remaining time, so that a slow source leaves time for the next one.
   *
   * @throws IOException if no time is left
   */
  Duration share() throws IOException {
    long left = end - System.nanoTime();
    if (left <= 1_000_000) {
      throw new IOException("no time is left to fetch it");
    }
    return Duration.ofNanos(left / 2);
  }
}
