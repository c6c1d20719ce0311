package io.github.mailclad.internal.net;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The time limit of one write, and the executor that enforces it.
 *
 * @param limit the duration of a write at most; zero or less for no limit
 * @param executor the executor that closes a connection whose peer takes nothing
 */
public record WriteTimeout(Duration limit, ScheduledExecutorService executor) {
  /** Returns whether there is a limit. */
  public boolean isFinite() {
    return !limit.isNegative() && !limit.isZero();
  }
}
