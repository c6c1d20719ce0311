package io.github.mailclad.spring.observe;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Minimum;
import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.refusal.Refusal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What became of an attempt to connect, and when. */
public sealed interface Outcome {

  /** When it was known. */
  Instant at();

  /** Where the connection went, or was to go. */
  Endpoint endpoint();

  /** What to show a person about it. */
  SecurityIndicator indicator();

  /**
   * A connection was opened.
   *
   * @param at when
   * @param security what it got
   */
  record Opened(Instant at, ConnectionSecurity security) implements Outcome {

    @Override
    public Endpoint endpoint() {
      return security.endpoint();
    }

    /** An open connection always has what its account demanded, so that only the level is left. */
    @Override
    public SecurityIndicator indicator() {
      return SecurityIndicator.of(
          security, new Minimum(ConfidentialityLevel.AUTHENTICATED, Set.of()));
    }

    /** What was agreed on; empty for a connection that was not judged. */
    public Optional<NegotiatedTls> tls() {
      if (security instanceof ConnectionSecurity.Authenticated authenticated) {
        return Optional.of(authenticated.tls());
      }
      if (security instanceof ConnectionSecurity.Pinned pinned) {
        return Optional.of(pinned.tls());
      }
      return security instanceof ConnectionSecurity.Unauthenticated unauthenticated
          ? Optional.of(unauthenticated.tls())
          : Optional.empty();
    }

    /** What vouched for the server; empty where nothing did. */
    public Optional<TrustEvidence> evidence() {
      if (security instanceof ConnectionSecurity.Authenticated authenticated) {
        return Optional.of(authenticated.evidence());
      }
      return security instanceof ConnectionSecurity.Pinned pinned
          ? Optional.of(pinned.evidence())
          : Optional.empty();
    }

    /** The server's own certificate; empty where nothing vouched for the server. */
    public Optional<CertificateSummary> certificate() {
      return evidence()
          .flatMap(
              evidence -> {
                if (evidence instanceof TrustEvidence.Pkix pkix) {
                  return pkix.path().stream().findFirst();
                }
                return evidence instanceof TrustEvidence.Dane dane
                    ? dane.path().stream().findFirst()
                    : Optional.of(((TrustEvidence.AcceptedCertificate) evidence).certificate());
              })
          .map(CertificateSummary::ofServer);
    }
  }

  /**
   * A connection was refused.
   *
   * @param at when
   * @param endpoint where it was to go
   * @param refusal why
   */
  record Refused(Instant at, Endpoint endpoint, Refusal refusal) implements Outcome {

    /** Nothing was sent, so that there is nothing to judge: neither good nor bad. */
    @Override
    public SecurityIndicator indicator() {
      return SecurityIndicator.UNKNOWN_NOT_CONNECTED;
    }
  }
}
