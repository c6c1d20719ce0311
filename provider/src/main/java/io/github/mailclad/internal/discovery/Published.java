package io.github.mailclad.internal.discovery;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The mail services that a domain publishes at one time. Choosing among them makes no look-up, so a
 * person can be asked in between. Immutable, and thread-safe as its random generator is.
 */
public final class Published {
  private final String domain;
  private final List<Label> labels;
  private final RandomGenerator random;

  Published(String domain, List<Label> labels, RandomGenerator random) {
    this.domain = domain;
    this.labels = List.copyOf(labels);
    this.random = random;
  }

  /** Returns the domain. */
  public String domain() {
    return domain;
  }

  /**
   * Returns the records of one service; empty if it was not looked up.
   *
   * @param service the service, TLS start included
   */
  public Optional<Label> label(MailService service) {
    return labels.stream().filter(label -> label.service() == service).findFirst();
  }

  /**
   * Chooses the servers of one purpose: reading mail or submitting it.
   *
   * @param protocols those that serve the purpose; the first one is taken if the domain prefers
   *     none (RFC 6186, section 3.4)
   */
  public Search choose(List<MailProtocol> protocols, Terms terms) {
    List<Label> asked =
        labels.stream().filter(label -> protocols.contains(label.service().protocol())).toList();
    List<String> anomalies = asked.stream().flatMap(l -> l.oddities().stream()).toList();
    for (Label label : asked) {
      // an attacker who can suppress one answer must not be able to choose among the others
      if (label instanceof Label.Unknown unknown) {
        return new Search.NotFound(
            new LookupRefusal.DiscoveryFailed(
                PeerText.of(unknown.name()), unknown.status(), PeerText.of(unknown.reason())),
            anomalies);
      }
    }
    if (asked.stream().allMatch(Label.Absent.class::isInstance)) {
      return new Search.NotFound(
          new LookupRefusal.NoServiceRecords(
              PeerText.of(domain), asked.stream().map(l -> Label.text(l.service())).toList()),
          anomalies);
    }
    return choose(asked, protocols, terms, anomalies);
  }

  private Search choose(
      List<Label> asked, List<MailProtocol> protocols, Terms terms, List<String> anomalies) {
    List<String> ignored = new ArrayList<>();
    List<Label.Offered> usable = new ArrayList<>();
    for (Label label : asked) {
      if (label instanceof Label.Unusable unusable) {
        ignored.add(Label.text(unusable.service()) + ": " + unusable.why());
      } else if (label instanceof Label.Offered offered) {
        if (terms.allows(offered.service().tlsStart())) {
          usable.add(offered);
        } else {
          ignored.add(Label.text(offered.service()) + ": not the TLS start that is set");
        }
      }
    }
    if (usable.isEmpty()) {
      return new Search.NotFound(
          new LookupRefusal.NoAcceptableService(PeerText.of(domain), PeerText.listOf(ignored)),
          anomalies);
    }
    MailProtocol preferred = preferred(usable, protocols);
    Label.Offered chosen =
        usable.stream()
            .filter(l -> l.service().protocol() == preferred)
            .min(Comparator.comparing(l -> l.service().tlsStart()))
            .orElseThrow();
    usable.stream()
        .filter(l -> !l.equals(chosen))
        .forEach(
            l ->
                ignored.add(
                    Label.text(l.service()) + ": " + Label.text(chosen.service()) + " is better"));
    return new Gate(domain, terms.confirmedTargets()).pass(chosen, random, ignored, anomalies);
  }

  /**
   * Returns the protocol with the best priority (RFC 6186, section 3.4); the TLS start is chosen
   * later.
   */
  private static MailProtocol preferred(List<Label.Offered> usable, List<MailProtocol> protocols) {
    return protocols.stream()
        .min(
            Comparator.comparing(
                protocol ->
                    usable.stream()
                        .filter(l -> l.service().protocol() == protocol)
                        .mapToInt(Label.Offered::priority)
                        .min()
                        .orElse(Integer.MAX_VALUE)))
        .orElseThrow();
  }
}
