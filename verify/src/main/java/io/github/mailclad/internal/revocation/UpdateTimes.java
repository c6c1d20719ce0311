package io.github.mailclad.internal.revocation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The period for which a statement about revocation is valid.
 *
 * @param thisUpdate the time at which it was known to be correct
 * @param nextUpdate the latest time of newer information; null if the statement has none
 */
record UpdateTimes(Instant thisUpdate, @Nullable Instant nextUpdate) {
  /** The largest accepted difference between the clocks of the issuer and of this machine. */
  static final Duration SKEW = Duration.ofMinutes(5);

  /**
   * The largest accepted age of a statement without an end; with a year, it could be replayed for
   * that time.
   */
  private static final Duration OLDEST_WITHOUT_END = Duration.ofDays(1);

  /** Returns the reason why the statement is not valid at that instant; empty if it is valid. */
  Optional<String> defectAt(Instant now) {
    if (thisUpdate.isAfter(now.plus(SKEW))) {
      return Optional.of("it is not valid before " + thisUpdate);
    }
    Instant end = nextUpdate == null ? thisUpdate.plus(OLDEST_WITHOUT_END) : nextUpdate;
    if (nextUpdate != null && nextUpdate.isBefore(thisUpdate)) {
      return Optional.of("it ends before it begins");
    }
    return now.isAfter(end.plus(SKEW)) ? Optional.of("it expired at " + end) : Optional.empty();
  }
}
