package io.github.mailclad.internal.discovery;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.account.Approval;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SrvRecord;
import io.github.mailclad.internal.discovery.Server.Publication;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The filter for the targets that may be connected to: those of Secure records, those in the
 * domain, those that a person confirmed, and no others (RFC 6186, section 6; RFC 8314, section
 * 5.1).
 */
record Gate(String domain, Set<String> confirmed) {
  /** The number of servers that a connection tries at most. */
  static final int MOST_CANDIDATES = 8;

  /**
   * Returns the targets of one label that may be connected to, in the order in which to try them.
   *
   * @param ignored other published services and targets, for the result
   */
  Search pass(
      Label.Offered label, RandomGenerator random, List<String> ignored, List<String> anomalies) {
    List<String> lines = new ArrayList<>(ignored);
    List<SrvRecord> open = new ArrayList<>();
    List<String> shut = new ArrayList<>();
    for (SrvRecord record : label.records()) {
      if (approval(record, label.status()).isPresent()) {
        open.add(record);
      } else if (!shut.contains(record.target())) {
        shut.add(record.target());
      }
    }
    if (open.isEmpty()) {
      return new Search.NotFound(
          new LookupRefusal.TargetNotConfirmed(
              PeerText.of(domain), label.service(), PeerText.listOf(shut)),
          anomalies);
    }
    shut.forEach(
        host -> lines.add(Label.text(label.service()) + " " + host + ": nobody confirmed it"));
    List<Server> inOrder =
        WeightedOrder.of(open, random).stream()
            .flatMap(r -> candidate(r, label.service(), label.status()).stream())
            .toList();
    inOrder.stream()
        .skip(MOST_CANDIDATES)
        .forEach(
            c ->
                lines.add(
                    Label.text(label.service())
                        + " "
                        + c.endpoint()
                        + ": one of more than "
                        + MOST_CANDIDATES));
    return new Search.Found(inOrder.stream().limit(MOST_CANDIDATES).toList(), lines, anomalies);
  }

  private Optional<Server> candidate(SrvRecord record, MailService service, DnssecStatus status) {
    return approval(record, status)
        .map(
            reason ->
                new Server(
                    service,
                    new Endpoint(Host.of(record.target()), record.port(), Endpoint.Provenance.SRV),
                    new Publication(domain, status, reason)));
  }

  /** Returns why a target may be connected to; empty if it may not. */
  Optional<Approval> approval(SrvRecord record, DnssecStatus status) {
    if (status == DnssecStatus.SECURE) {
      return Optional.of(Approval.DNSSEC);
    }
    if (confirmed.contains(record.target())) {
      return Optional.of(Approval.PERSON);
    }
    return isInDomain(record.target()) ? Optional.of(Approval.SAME_DOMAIN) : Optional.empty();
  }

  /**
   * Returns whether a target is in the domain, compared label by label. A name that merely ends in
   * the same letters is in another domain.
   */
  private boolean isInDomain(String target) {
    return target.equals(domain) || target.endsWith("." + domain);
  }
}
