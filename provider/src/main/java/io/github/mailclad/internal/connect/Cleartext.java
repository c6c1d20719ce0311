package io.github.mailclad.internal.connect;

import io.github.mailclad.DanePolicy.Mode;
import io.github.mailclad.Outcome;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.internal.connect.ServerRecords.Tlsa;
import io.github.mailclad.refusal.Refusal;

/**
 * The decision whether an account that asks for no TLS may speak to a server in the clear. It may
 * not if Secure TLSA records, usable or not, say that the server has TLS (the idea of RFC 7672,
 * section 2.2.3).
 */
public sealed interface Cleartext {
  /** The account may use the connection in the clear. */
  record Allowed() implements Cleartext {}

  /**
   * The account may use the connection in the clear, but only because DANE is in audit mode.
   *
   * @param name the name of the TLSA records
   */
  record Discouraged(String name) implements Cleartext {}

  /**
   * The account must not use the connection in the clear: the server has TLS.
   *
   * @param name the name of the TLSA records
   */
  record Forbidden(String name) implements Cleartext {}

  /**
   * The look-up failed, so the server must not be contacted.
   *
   * @param refusal the reason
   */
  record Undecided(Refusal refusal) implements Cleartext {}

  /** Returns the decision for the result of a look-up and the DANE mode of the account. */
  static Cleartext of(Outcome<ServerRecords> found, Mode mode) {
    return found.refusal().<Cleartext>map(Undecided::new).orElseGet(() -> of(found.get(), mode));
  }

  private static Cleartext of(ServerRecords found, Mode mode) {
    Tlsa tlsa = found.tlsa();
    TlsaAnswer answer = tlsa == null ? null : tlsa.answer();
    if (answer == null || answer.status() != DnssecStatus.SECURE || answer.records().isEmpty()) {
      return new Allowed();
    }
    return mode == Mode.AUDIT_ONLY ? new Discouraged(answer.name()) : new Forbidden(answer.name());
  }
}
