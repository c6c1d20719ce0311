package io.github.mailclad.spring.actuate;

import io.github.mailclad.CertificateSummary;
import java.time.Duration;
import java.time.Instant;

/** How long a certificate is still valid; negative afterwards. */
record TimeLeft(Duration duration) {
  static TimeLeft of(CertificateSummary certificate, Instant now) {
    return new TimeLeft(Duration.between(now, certificate.notAfter()));
  }

  /** In whole days, rounded down: -1 as soon as it is over. */
  long days() {
    return Math.floorDiv(duration.toSeconds(), Duration.ofDays(1).toSeconds());
  }
}
