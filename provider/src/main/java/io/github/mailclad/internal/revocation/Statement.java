package io.github.mailclad.internal.revocation;

import io.github.mailclad.RevocationEvidence.Source;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** The result of a fetch: a statement or a failure. */
sealed interface Statement {

  /**
   * Returns the finding about a certificate.
   *
   * @param signers the signers of lists that are not the issuer of the certificate
   * @throws IOException if it could not be fetched
   */
  Finding about(Certified subject, KnownSigners signers, Instant now) throws IOException;

  /** Returns the latest time of the next update; empty if the statement has none. */
  Optional<Instant> end();

  /** An OCSP response. */
  record Ocsp(OcspResponse response) implements Statement {
    @Override
    public Finding about(Certified subject, KnownSigners signers, Instant now) {
      return response.about(subject, now);
    }

    @Override
    public Optional<Instant> end() {
      return response.end();
    }
  }

  /** A certificate revocation list. */
  record RevocationList(Crl crl) implements Statement {
    @Override
    public Finding about(Certified subject, KnownSigners signers, Instant now) {
      return crl.about(subject, signers, Source.FETCHED_CRL, now);
    }

    @Override
    public Optional<Instant> end() {
      return crl.end();
    }
  }

  /** The failure of a fetch. */
  record Failure(String why) implements Statement {
    @Override
    public Finding about(Certified subject, KnownSigners signers, Instant now) throws IOException {
      throw new IOException(why);
    }

    @Override
    public Optional<Instant> end() {
      return Optional.empty();
    }
  }
}
