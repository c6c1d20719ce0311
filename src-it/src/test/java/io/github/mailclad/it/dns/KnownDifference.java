package io.github.mailclad.it.dns;

import io.github.mailclad.dns.DnssecStatus;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * A question on which the resolver and unbound may differ. Each of them is stricter: something
 * counts for less, or is no answer.
 *
 * @param below the names that this is about
 * @param unbound what unbound says
 * @param ours what the resolver says
 */
record KnownDifference(List<Name> below, DnssecStatus unbound, DnssecStatus ours) {
  private static final List<KnownDifference> ALL =
      List.of(
          // SHA-1 and RSA keys of 1024 bits are too weak (RFC 8624, section 3)
          new KnownDifference(
              names(
                  "rsasha1.test.",
                  "rsasha1-nsec3-sha1.test.",
                  "sha-1-ds-only.test.",
                  "rsasha256-of-1024-bits.test."),
              DnssecStatus.SECURE,
              DnssecStatus.INSECURE),
          // a validator may call thousands of iterations Insecure or Bogus (RFC 9276, section 3.2)
          new KnownDifference(names("iterated.test."), DnssecStatus.INSECURE, DnssecStatus.BOGUS),
          // Insecure by RFC 5155, section 9.2; dnsjava comes to no verdict
          new KnownDifference(
              names("wild.optout.test.", "wildtlsa.optout.test.", "wildalias.optout.test."),
              DnssecStatus.INSECURE,
              DnssecStatus.INDETERMINATE));

  private static List<Name> names(String... names) {
    return List.of(names).stream().map(Name::fromConstantString).toList();
  }

  /** Returns whether both verdicts on a question have such a difference. */
  static boolean isBetween(Question question, Verdict unbound, Verdict ours) {
    return ALL.stream()
        .anyMatch(
            known ->
                known.unbound == unbound.status()
                    && known.ours == ours.status()
                    && known.below.stream().anyMatch(question.name()::subdomain)
                    && (!ours.status().isAnswer() || ours.records().equals(unbound.records())));
  }
}
