package io.github.mailclad.discovery;

import io.github.mailclad.MailService;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import java.util.List;

/**
 * The question whether servers belong to the provider of an account. A person answers it from the
 * provider's documentation, because DNS cannot: the SRV records that name the servers are not
 * signed, and the servers are in another domain, or their own names are to count (RFC 8314, section
 * 5.1). A program that accepts the servers passes the question to {@link Proposal#accept};
 * otherwise they are refused.
 *
 * @param domain the domain of the address, in A-labels
 * @param service the service
 * @param targets the host names, sorted; an attacker who can change DNS answers could have chosen
 *     them
 */
public record TargetQuestion(String domain, MailService service, List<String> targets) {
  /** Sorts the hosts: the same hosts make the same question. */
  public TargetQuestion {
    targets = targets.stream().distinct().sorted().toList();
  }

  /** Returns the refusal of the servers as long as no person confirms them. */
  public LookupRefusal refusal() {
    return new LookupRefusal.TargetNotConfirmed(
        PeerText.of(domain), service, PeerText.listOf(targets));
  }
}
