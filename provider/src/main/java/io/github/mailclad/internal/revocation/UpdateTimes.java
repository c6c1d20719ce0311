package io.github.mailclad.internal.revocation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The time for which a statement about revocation holds.
 *
 * @param thisUpdate when it was known to be right
 * @param nextUpdate when newer information is there at the latest; null if that is not said
 */
record UpdateTimes(Instant thisUpdate, @Nullable Instant nextUpdate) {
  /** How far the clocks of the issuer and of this machine may be apart. */
  static final Duration SKEW = Duration.ofMinutes(5);

  /** How old a statement may be that names no end: a year would be a licence to replay it. */
  private static final Duration OLDEST_WITHOUT_END = Duration.ofDays(1);

  /** What is wrong with it at that instant; empty for nothing. */
  Optional<String> defectAt(Instant now) {
    if (thisUpdate.isAfter(now.plus(SKEW))) {
      return Optional.of("it is not valid before " + thisUpdate);
    }
    Instant end = nextUpdate == null ? thisUpdate.plus(OLDEST_WITHOUT_END) : nextUpdate;
    if (nextUpdate != null && nextUpdate.isBefore(thisUpdate)) {
      return Optional.of("it ends before it begins");
    }
    return now.isAfter(end.plus(SKEW)) ? Optional.of("it ran out at " + end) : Optional.empty();
  }
}
