package io.github.mailclad.internal.connect;

import io.github.mailclad.DanePolicy.Mode;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.internal.connect.ServerLookup.Result;
import io.github.mailclad.internal.connect.ServerRecords.Tlsa;
import io.github.mailclad.refusal.Refusal;

/**
 * Whether an account that asks for no TLS may speak to a server in the clear: not where Secure TLSA
 * records, usable or not, say that the server has TLS (the idea of RFC 7672, section 2.2.3).
 */
public sealed interface Cleartext {
  /** It may. */
  record Allowed() implements Cleartext {}

  /**
   * It may, because the records are only audited.
   *
   * @param name where there are records
   */
  record Discouraged(String name) implements Cleartext {}

  /**
   * It must not: the server has TLS.
   *
   * @param name where there are records
   */
  record Forbidden(String name) implements Cleartext {}

  /**
   * Nobody can tell, so that the server must not be contacted.
   *
   * @param refusal why
   */
  record Undecided(Refusal refusal) implements Cleartext {}

  /** What was found out about a server, for an account with that mode. */
  static Cleartext of(Result found, Mode mode) {
    if (found instanceof Result.Refused refused) {
      return new Undecided(refused.refusal());
    }
    Tlsa tlsa = found instanceof Result.Found reachable ? reachable.records().tlsa() : null;
    TlsaAnswer answer = tlsa == null ? null : tlsa.answer();
    if (answer == null || answer.status() != DnssecStatus.SECURE || answer.records().isEmpty()) {
      return new Allowed();
    }
    return mode == Mode.AUDIT_ONLY ? new Discouraged(answer.name()) : new Forbidden(answer.name());
  }
}
