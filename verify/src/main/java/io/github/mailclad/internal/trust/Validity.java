package io.github.mailclad.internal.trust;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.refusal.CertificateRefusal.OutsideValidity;
import io.github.mailclad.refusal.CertificateRefusal.OutsideValidity.Suspect;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * The validity of certificates at one instant (RFC 5280, section 4.1.2.5). The period includes its
 * first and its last second.
 *
 * @param now the instant, in whole seconds
 * @param presented all certificates that the server presented, used to distinguish a wrong clock
 *     from a bad certificate
 */
record Validity(Instant now, Collection<X509Certificate> presented) {
  /**
   * The time before the start of a certificate's validity at which the clock is considered wrong;
   * certificates are not installed that early.
   */
  private static final Duration LONG_BEFORE = Duration.ofDays(30);

  boolean includes(X509Certificate certificate) {
    return !isEarly(certificate) && !isLate(certificate);
  }

  /** Returns the reason why a certificate is not valid now; empty if it is valid. */
  Optional<Refusal> defect(X509Certificate certificate, int position) {
    return includes(certificate)
        ? Optional.empty()
        : Optional.of(
            new OutsideValidity(
                CertificateSummary.of(certificate, position), now, suspect(certificate)));
  }

  private Suspect suspect(X509Certificate certificate) {
    boolean longBefore = now.plus(LONG_BEFORE).isBefore(certificate.getNotBefore().toInstant());
    boolean allEarly = presented.size() > 1 && presented.stream().allMatch(this::isEarly);
    boolean allLate = presented.size() > 1 && presented.stream().allMatch(this::isLate);
    return longBefore || allEarly || allLate ? Suspect.CLOCK : Suspect.CERTIFICATE;
  }

  private boolean isEarly(X509Certificate certificate) {
    return now.isBefore(certificate.getNotBefore().toInstant());
  }

  private boolean isLate(X509Certificate certificate) {
    return now.isAfter(certificate.getNotAfter().toInstant());
  }
}
