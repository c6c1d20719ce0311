package io.github.mailclad.internal.revocation;

import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.RevocationEvidence.Good;
import java.time.Instant;

/** The finding of one source about the revocation status of one certificate. */
sealed interface StatusFinding {

  /** The certificate is not revoked; the statement is authentic and current. */
  record NotRevoked(Good answer) implements StatusFinding {}

  /**
   * The issuer revoked the certificate. Revocation is permanent (RFC 5280, section 5.3.1), so it
   * counts even if the statement is old. A certificate on hold is the exception, and needs a
   * current statement.
   */
  record RevokedSince(Instant since, RevocationReason reason, String source)
      implements StatusFinding {}

  /** The source cannot be used, and is treated as missing. */
  record UnusableSource(String reason) implements StatusFinding {
    UnusableSource(RevocationEvidence.AnswerSource source, String defect) {
      this(source + ": " + defect);
    }
  }

  /** Returns whether the source answered: a statement that the certificate is or is not revoked. */
  default boolean isAnswer() {
    return !(this instanceof UnusableSource);
  }
}
