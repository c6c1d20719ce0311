package io.github.mailclad.internal.revocation;

import io.github.mailclad.RevocationEvidence.AnswerSource;
import java.time.Instant;
import java.util.Optional;

/** The result of a fetch: a statement about revocation, or a failure. */
sealed interface Statement permits OcspResponse, Crl, Statement.FailedFetch {

  /**
   * Returns the finding about a certificate; empty if the statement is about other certificates.
   *
   * @param signers the signers of lists that are not the issuer of the certificate
   * @param now the instant at which the statement was received, or of the verdict
   */
  Optional<StatusFinding> about(PathCertificate subject, KnownSigners signers, Instant now);

  /** Returns the latest time of the next update; empty if the statement has none. */
  Optional<Instant> end();

  /** The failure of a fetch. */
  record FailedFetch(AnswerSource source, String reason) implements Statement {
    @Override
    public Optional<StatusFinding> about(
        PathCertificate subject, KnownSigners signers, Instant now) {
      return Optional.of(new StatusFinding.UnusableSource(source, reason));
    }

    @Override
    public Optional<Instant> end() {
      return Optional.empty();
    }
  }
}
