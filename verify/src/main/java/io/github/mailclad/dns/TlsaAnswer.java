package io.github.mailclad.dns;

import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The result of the look-up of a server's TLSA records. Only Secure records say anything about the
 * server; records of an Insecure answer are kept to be reported.
 *
 * @param name the name that was looked up, for example {@code _993._tcp.imap.example.org}; if
 *     nothing was looked up, the name that would have been
 * @param status the DNSSEC status of the answer, also of an absence
 * @param records the records, each once; empty for an absence
 * @param reason the reason why the status is not Secure or why nothing was looked up, in words for
 *     people; empty if there is nothing to report
 */
public record TlsaAnswer(String name, DnssecStatus status, List<TlsaRecord> records, String reason)
    implements Serializable {

  /** Copies the records and drops repeated ones. */
  public TlsaAnswer {
    records = List.copyOf(new LinkedHashSet<>(records));
    if (!status.isAnswer() && !records.isEmpty()) {
      throw new IllegalArgumentException("a look-up that ended " + status + " has no records");
    }
  }

  /** Returns a Secure answer; without records it proves that there are none. */
  public static TlsaAnswer secure(String name, List<TlsaRecord> records) {
    return new TlsaAnswer(name, DnssecStatus.SECURE, records, "");
  }

  /**
   * Returns an answer that counts as an absence: the records or a step on the way to them is not
   * signed, or DANE does not apply to the host.
   */
  public static TlsaAnswer insecure(String name, List<TlsaRecord> records, String reason) {
    return new TlsaAnswer(name, DnssecStatus.INSECURE, records, reason);
  }

  /**
   * Returns the result of a look-up without an answer.
   *
   * @param status {@link DnssecStatus#BOGUS} or {@link DnssecStatus#INDETERMINATE}
   * @throws IllegalArgumentException if the status is that of an answer
   */
  public static TlsaAnswer failed(String name, DnssecStatus status, String reason) {
    if (status.isAnswer()) {
      throw new IllegalArgumentException("a look-up that ended " + status + " did not fail");
    }
    return new TlsaAnswer(name, status, List.of(), reason);
  }
}
