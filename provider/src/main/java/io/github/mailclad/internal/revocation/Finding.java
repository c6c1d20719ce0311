package io.github.mailclad.internal.revocation;

import io.github.mailclad.RevocationEvidence;
import java.time.Instant;

/** The finding of one source about one certificate. */
sealed interface Finding {

  /** The certificate is not revoked; the statement is authentic and current. */
  record Good(RevocationEvidence.Good answer) implements Finding {}

  /**
   * The issuer revoked the certificate. Revocation is permanent (RFC 5280, section 5.3.1), so it
   * counts even if the statement is old. A certificate on hold is the exception, and needs a
   * current statement.
   */
  record Revoked(Instant since, RevocationReason reason, String source) implements Finding {}

  /** The source cannot be used, and is treated as missing. */
  record Unusable(String why) implements Finding {}

  /** The source is about other certificates. */
  record Silent() implements Finding {}
}
