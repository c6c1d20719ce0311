package io.github.mailclad.internal.revocation;

import io.github.mailclad.RevocationEvidence;
import java.time.Instant;

/** What one source says about one certificate. */
sealed interface Finding {

  /** It is not revoked; authentic and in time. */
  record Good(RevocationEvidence.Good answer) implements Finding {}

  /**
   * It is revoked, says its issuer. Revocation is for ever (RFC 5280, section 5.3.1), so it counts
   * however old the statement is; a certificate on hold is the exception, and needs one in time.
   */
  record Revoked(Instant since, RevocationReason reason, String source) implements Finding {}

  /** The source cannot be used; which is as if there were none. */
  record Unusable(String why) implements Finding {}

  /** The source is about other certificates. */
  record Silent() implements Finding {}
}
