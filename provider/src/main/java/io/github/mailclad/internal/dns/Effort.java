package io.github.mailclad.internal.dns;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** What one look-up may still spend: its time, and a number of queries. Thread-safe. */
final class Effort {
  private static final int MOST_QUERIES = 100;

  private final long begin = System.nanoTime();
  private final Duration inAll;
  private final AtomicInteger queries = new AtomicInteger();

  Effort(Duration inAll) {
    this.inAll = inAll;
  }

  Duration left() {
    Duration left = inAll.minusNanos(System.nanoTime() - begin);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** How long another query may take. */
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
