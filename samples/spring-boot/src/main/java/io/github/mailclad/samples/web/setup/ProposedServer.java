package io.github.mailclad.samples.web.setup;

import io.github.mailclad.DiscoverySource;
import io.github.mailclad.account.Approval;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.discovery.Target;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.samples.web.page.Connection;
import org.jspecify.annotations.Nullable;

/**
 * A server that was found for an address, in words for a page.
 *
 * @param purpose its purpose
 * @param endpoint host and port
 * @param source the source that names it, and its proof
 * @param approval the reason why it may be used; empty if the source is the reason
 */
record ProposedServer(String purpose, String endpoint, String source, String approval) {
  static ProposedServer of(Target target, Proposal proposal) {
    return new ProposedServer(
        Connection.purpose(proposal.service()),
        target.endpoint().toString(),
        source(proposal.sources().get(0), proposal.dnssecStatus(), proposal.domain()),
        approval(target.approval(), proposal.domain()));
  }

  /** Returns a sentence about the source that decides. */
  static String source(DiscoverySource source, DnssecStatus status, String domain) {
    boolean isSigned = status == DnssecStatus.SECURE;
    return switch (source) {
      case SRV ->
          isSigned
              ? "The DNS records of " + domain + " name it, and they are signed (DNSSEC)."
              : "The DNS records of " + domain + " name it, without a signature.";
      case PACC ->
          isSigned
              ? "A file of " + domain + " names it, and the digest of the file is signed (DNSSEC)."
              : "A file of " + domain + " names it, without a signature.";
      case AUTOCONFIG ->
          "A file of " + domain + " names it. The file came by HTTPS, without a signature.";
      case DIRECTORY -> "A directory of mail providers names it, and not " + domain + " itself.";
    };
  }

  private static String approval(@Nullable Approval approval, String domain) {
    if (approval == null) {
      return "You have to confirm it before it is contacted.";
    }
    return switch (approval) {
      case DNSSEC -> "";
      case SAME_DOMAIN -> "It is in " + domain + ", and has to prove that name.";
      case PERSON -> "You confirmed it.";
    };
  }
}
