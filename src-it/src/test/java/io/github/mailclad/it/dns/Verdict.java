package io.github.mailclad.it.dns;

import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import java.net.InetAddress;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An answer to a question, in a form that can be compared.
 *
 * @param status its DNSSEC status
 * @param records the records, in the words of the port, in no order
 * @param owner the name that has them or lacks them; that of the question where there is no answer
 */
record Verdict(DnssecStatus status, Set<String> records, String owner) {

  /** Returns the verdict in a resolver's answer. */
  static Verdict of(Answer<?> answer) {
    return new Verdict(
        answer.status(),
        answer.records().stream().map(Verdict::words).collect(Collectors.toSet()),
        answer.status().isAnswer() ? answer.canonicalName() : answer.name());
  }

  private static String words(Object record) {
    return record instanceof InetAddress address
        ? address.getHostAddress()
        : String.valueOf(record);
  }

  /** Returns whether there are Secure records, as opposed to a proof that there are none. */
  boolean hasSecureRecords() {
    return status == DnssecStatus.SECURE && !records.isEmpty();
  }
}
