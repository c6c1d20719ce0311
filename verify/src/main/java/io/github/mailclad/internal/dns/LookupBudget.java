package io.github.mailclad.internal.dns;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The remaining time and number of queries of one look-up. Thread-safe. */
final class LookupBudget {
  private static final int MOST_QUERIES = 100;

  private final long begin = System.nanoTime();
  private final Duration inAll;
  private final AtomicInteger queries = new AtomicInteger();

  LookupBudget(Duration inAll) {
    this.inAll = inAll;
  }

  Duration left() {
    Duration left = inAll.minusNanos(System.nanoTime() - begin);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Counts another query and returns the time that it may take. */
  Duration forQuery(Duration most) throws UnansweredException, TimeoutException {
    if (queries.incrementAndGet() > MOST_QUERIES) {
      throw UnansweredException.indeterminate("more than " + MOST_QUERIES + " queries were needed");
    }
    Duration left = left();
    if (left.isZero()) {
      throw new TimeoutException();
    }
    return left.compareTo(most) < 0 ? left : most;
  }
}
