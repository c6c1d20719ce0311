package io.github.mailclad.it.compat;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what another thread does, with an end. */
final class Await {
  static final int PATIENCE_SECONDS = 15;

  private static final long STEP_NANOS = 2_000_000;

  private Await() {}

  /** Returns as soon as the condition holds, or fails. */
  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + PATIENCE_SECONDS + " s: " + what);
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }
}
