package io.github.mailclad.spring.actuate;

import io.github.mailclad.CertificateSummary;
import java.time.Duration;
import java.time.Instant;

/** The remaining validity of a certificate; negative after its end. */
record TimeLeft(Duration duration) {
  static TimeLeft of(CertificateSummary certificate, Instant now) {
    return new TimeLeft(Duration.between(now, certificate.notAfter()));
  }

  /** Returns whole days, rounded down: -1 right after the end. */
  long days() {
    return Math.floorDiv(duration.toSeconds(), Duration.ofDays(1).toSeconds());
  }
}
