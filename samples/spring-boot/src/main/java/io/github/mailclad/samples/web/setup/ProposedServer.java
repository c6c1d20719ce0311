package io.github.mailclad.samples.web.setup;

import io.github.mailclad.account.Approval;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.discovery.Target;
import io.github.mailclad.samples.web.page.Connection;

/**
 * A server that a domain publishes, in words for a page.
 *
 * @param purpose its purpose
 * @param endpoint host and port
 * @param approval the reason why it may be used
 */
record ProposedServer(String purpose, String endpoint, String approval) {
  static ProposedServer of(Target target, Proposal proposal) {
    return new ProposedServer(
        Connection.purpose(proposal.service()),
        target.endpoint().toString(),
        approval(target, proposal.domain()));
  }

  private static String approval(Target target, String domain) {
    Approval approval = target.approval();
    if (approval == null) {
      return "You have to confirm it before it is contacted";
    }
    return switch (approval) {
      case DNSSEC -> domain + " names it, and its records are signed (DNSSEC)";
      case SAME_DOMAIN -> "It is in " + domain + ", and has to prove that name";
      case PERSON -> "You confirmed it";
    };
  }
}
