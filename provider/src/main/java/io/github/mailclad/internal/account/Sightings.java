package io.github.mailclad.internal.account;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.DaneFinding;
import io.github.mailclad.Pin;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.account.Sighting;
import io.github.mailclad.account.Sighting.Evidence;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaAnswer;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** Makes of what a connection got what is to be remembered of its server. */
public final class Sightings {
  private Sightings() {}

  /** What a server that proved who it is showed. */
  public static Sighting of(ConnectionSecurity.Authenticated connection, Instant at) {
    TrustEvidence evidence = connection.evidence();
    Optional<X509Certificate> certificate = path(evidence).stream().findFirst();
    Optional<TlsaAnswer> answer = answer(evidence);
    return new Sighting(
        at,
        connection.level(),
        connection.service().tlsStart(),
        evidence instanceof TrustEvidence.Dane ? Evidence.DANE : Evidence.PKIX,
        certificate.map(c -> Pin.of(c).toString()).orElse(null),
        certificate
            .map(c -> c.getIssuerX500Principal().getName(X500Principal.RFC2253))
            .orElse(null),
        // the evidence keeps the record that matched and not the others, so those are not known
        evidence instanceof TrustEvidence.Dane
            ? DnssecStatus.SECURE
            : answer.map(TlsaAnswer::status).orElse(null),
        answer.map(a -> SightingChanges.records(a.records())).orElse(null));
  }

  private static List<X509Certificate> path(TrustEvidence evidence) {
    if (evidence instanceof TrustEvidence.Dane dane) {
      return dane.path();
    }
    return evidence instanceof TrustEvidence.Pkix pkix ? pkix.path() : List.of();
  }

  private static Optional<TlsaAnswer> answer(TrustEvidence evidence) {
    DaneFinding finding =
        evidence instanceof TrustEvidence.Pkix pkix ? pkix.dane() : new DaneFinding.NotAsked();
    if (finding instanceof DaneFinding.NoRecords none) {
      return Optional.of(none.answer());
    }
    return finding instanceof DaneFinding.NoneUsable unusable
        ? Optional.of(unusable.answer())
        : Optional.empty();
  }
}
