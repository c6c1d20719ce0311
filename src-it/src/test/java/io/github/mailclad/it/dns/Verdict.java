package io.github.mailclad.it.dns;

import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import java.net.InetAddress;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What somebody says about a question, in a form that can be compared.
 *
 * @param status how far DNSSEC vouches for it
 * @param records the records, in the words of the port, in no order
 * @param owner the name that has them or lacks them; that of the question where there is no answer
 */
record Verdict(DnssecStatus status, Set<String> records, String owner) {

  /** What a resolver answered. */
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

  /** Records that DNSSEC vouches for, as opposed to a proof that there are none. */
  boolean hasSecureRecords() {
    return status == DnssecStatus.SECURE && !records.isEmpty();
  }
}
