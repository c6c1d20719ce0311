package io.github.mailclad.internal.tls;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * How long one write may take, and whose thread looks after it.
 *
 * @param limit what a write may take; zero or less for no limit
 * @param executor cuts a connection whose peer takes nothing
 */
public record WriteTimeout(Duration limit, ScheduledExecutorService executor) {
  /** Whether there is a limit at all. */
  boolean isFinite() {
    return !limit.isNegative() && !limit.isZero();
  }
}
