package io.github.mailclad.dns;

import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What the look-up of a server's TLSA records ended with. Only what is Secure says anything about
 * the server; records of an Insecure answer are kept to be reported.
 *
 * @param name the name that was looked up, for example {@code _993._tcp.imap.example.org}; what
 *     would have been looked up where it was not
 * @param status how far DNSSEC vouches for the answer; for an absence, how far it is proved
 * @param records the records, each once; none for an absence
 * @param reason why the status is not Secure or why nothing was looked up, in words for people;
 *     empty for nothing to say
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

  /** A Secure answer; without records it is the proof that there are none. */
  public static TlsaAnswer secure(String name, List<TlsaRecord> records) {
    return new TlsaAnswer(name, DnssecStatus.SECURE, records, "");
  }

  /**
   * An answer that counts as none: the records or something on the way to them is not signed, or
   * DANE does not apply to the host.
   */
  public static TlsaAnswer insecure(String name, List<TlsaRecord> records, String reason) {
    return new TlsaAnswer(name, DnssecStatus.INSECURE, records, reason);
  }

  /**
   * A look-up without an answer.
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
