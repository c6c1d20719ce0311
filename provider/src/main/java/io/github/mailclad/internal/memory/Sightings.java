package io.github.mailclad.internal.memory;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Pin;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.account.Sighting;
import io.github.mailclad.account.Sighting.Evidence;
import io.github.mailclad.dns.TlsaAnswer;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The observations of a server in a connection. */
public final class Sightings {
  private static final int LONGEST = 2000;

  private Sightings() {}

  /**
   * Returns the observations of a connection to remember; empty if it had no TLS that was examined.
   */
  public static Optional<Sighting> of(
      ConnectionSecurity got, @Nullable TlsaAnswer tlsa, Instant now) {
    if (got instanceof ConnectionSecurity.Authenticated proved) {
      TrustEvidence evidence = proved.evidence();
      return evidence instanceof TrustEvidence.Dane dane
          ? Optional.of(sighting(got, Evidence.DANE, first(dane.path()), tlsa, now))
          : evidence instanceof TrustEvidence.Pkix pkix
              ? Optional.of(sighting(got, Evidence.PKIX, first(pkix.path()), tlsa, now))
              : Optional.empty();
    }
    if (got instanceof ConnectionSecurity.Pinned pinned) {
      return Optional.of(sighting(got, Evidence.PIN, pinned.evidence().certificate(), tlsa, now));
    }
    return got instanceof ConnectionSecurity.Unauthenticated
        ? Optional.of(sighting(got, Evidence.NONE, null, tlsa, now))
        : Optional.empty();
  }

  /** Returns the same observations with that time. */
  static Sighting at(Sighting seen, Instant time) {
    return new Sighting(
        time,
        seen.best(),
        seen.start(),
        seen.evidence(),
        seen.key(),
        seen.issuer(),
        seen.tlsaStatus(),
        seen.tlsaRecords());
  }

  private static @Nullable X509Certificate first(List<X509Certificate> path) {
    return path.isEmpty() ? null : path.get(0);
  }

  private static Sighting sighting(
      ConnectionSecurity got,
      Evidence evidence,
      @Nullable X509Certificate certificate,
      @Nullable TlsaAnswer tlsa,
      Instant now) {
    return new Sighting(
        now,
        got.level(),
        got.service().tlsStart(),
        evidence,
        certificate == null ? null : Pin.of(certificate).toString(),
        certificate == null ? null : cut(certificate.getIssuerX500Principal().getName()),
        tlsa == null ? null : tlsa.status(),
        tlsa == null ? null : SightingChanges.records(tlsa.records()));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
