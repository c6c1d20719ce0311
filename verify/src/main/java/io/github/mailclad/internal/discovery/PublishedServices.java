package io.github.mailclad.internal.discovery;

import io.github.mailclad.DiscoverySource;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.discovery.Server.Publication;
import io.github.mailclad.internal.discovery.ServiceRecords.SrvTarget;
import io.github.mailclad.internal.text.Escaped;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The mail services that a domain publishes at one time. Choosing among them makes no look-up, so a
 * person can be asked in between. Immutable, and thread-safe as its random generator is.
 */
public final class PublishedServices {
  /** The number of servers that a connection tries at most. */
  public static final int MOST_SERVERS = 8;

  /** The sources that are asked one after another, where an earlier one has no usable file. */
  private static final Set<DiscoverySource> UNPROVED_FILES =
      Set.of(DiscoverySource.AUTOCONFIG, DiscoverySource.DIRECTORY);

  private final String domain;
  private final List<ServiceRecords> services;
  private final List<String> attempts;
  private final RandomGenerator random;

  /**
   * Creates the services.
   *
   * @param attempts the configuration files that could not be used, a line each
   */
  PublishedServices(
      String domain, List<ServiceRecords> services, List<String> attempts, RandomGenerator random) {
    this.domain = domain;
    this.services = List.copyOf(services);
    this.attempts = List.copyOf(attempts);
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
  public Optional<ServiceRecords> records(MailService service) {
    return services.stream().filter(records -> records.service() == service).findFirst();
  }

  /** Returns the records of some protocols that make no sense and were dropped, one line each. */
  public List<String> anomalies(List<MailProtocol> protocols) {
    return of(protocols).stream().flatMap(records -> records.anomalies().stream()).toList();
  }

  /** Returns the configuration files that could not be used, a line each, not escaped. */
  public List<String> attempts() {
    return attempts;
  }

  private List<ServiceRecords> of(List<MailProtocol> protocols) {
    return services.stream()
        .filter(records -> protocols.contains(records.service().protocol()))
        .toList();
  }

  /**
   * The servers that were chosen. Lines for people are printable and bounded.
   *
   * @param inOrder the servers to connect to, in order, all of one service; at least one
   * @param ignored other published records and why they do not count, one line each
   * @param sources the sources that name these servers, the deciding one first
   * @param oauthIssuer the issuer of OAuth tokens that a configuration file names, escaped; null
   *     for none
   */
  public record Choice(
      List<Server> inOrder,
      List<String> ignored,
      List<DiscoverySource> sources,
      @Nullable String oauthIssuer) {
    public Choice {
      inOrder = List.copyOf(inOrder);
      ignored = List.copyOf(ignored);
      sources = List.copyOf(sources);
      if (inOrder.isEmpty()) {
        throw new IllegalArgumentException("nothing was found");
      }
    }
  }

  /**
   * Chooses the servers of one purpose: reading mail or submitting it.
   *
   * @param protocols those that serve the purpose; the first one is taken if the domain prefers
   *     none (RFC 6186, section 3.4)
   */
  public Outcome<Choice> choose(List<MailProtocol> protocols, Terms terms) {
    List<ServiceRecords> asked = of(protocols);
    for (ServiceRecords records : asked) {
      // an attacker who can suppress one answer must not be able to choose among the others
      if (records instanceof ServiceRecords.Unusable unusable) {
        return Outcome.refused(unusable.refusal());
      }
      if (records instanceof ServiceRecords.LookupFailed failed) {
        return Outcome.refused(
            new LookupRefusal.DiscoveryFailed(
                PeerText.of(failed.name()), failed.status(), PeerText.of(failed.reason())));
      }
    }
    if (asked.stream().allMatch(ServiceRecords.Absent.class::isInstance)) {
      return Outcome.refused(
          new LookupRefusal.NoServiceRecords(
              PeerText.of(domain),
              asked.stream().map(records -> ServiceRecords.label(records.service())).toList(),
              PeerText.listOf(attempts)));
    }
    List<String> ignored = new ArrayList<>();
    List<ServiceRecords.Offered> usable = usable(asked, terms, ignored);
    if (usable.isEmpty()) {
      return Outcome.refused(
          new LookupRefusal.NoAcceptableService(PeerText.of(domain), PeerText.listOf(ignored)));
    }
    ServiceRecords.Offered best = best(usable, protocols);
    usable.stream()
        .filter(other -> !other.equals(best))
        .forEach(other -> ignored.add(other.source() + ": " + best.source() + " is better"));
    if (UNPROVED_FILES.contains(best.sources().get(0))) {
      attempts.forEach(line -> ignored.add(Escaped.text(line)));
    }
    return servers(best, terms, ignored);
  }

  /**
   * Returns the services that the terms allow.
   *
   * @param ignored gets the others
   */
  private static List<ServiceRecords.Offered> usable(
      List<ServiceRecords> asked, Terms terms, List<String> ignored) {
    List<ServiceRecords.Offered> usable = new ArrayList<>();
    for (ServiceRecords records : asked) {
      String label = records.source();
      if (records instanceof ServiceRecords.NoServer none) {
        ignored.add(label + ": " + none.why());
      } else if (records instanceof ServiceRecords.Offered offered) {
        if (terms.allows(offered.service().tlsStart())) {
          usable.add(offered);
        } else {
          ignored.add(label + ": not the TLS start that is set");
        }
      }
    }
    return usable;
  }

  /** Returns the service of the preferred protocol; with implicit TLS if that is offered. */
  private static ServiceRecords.Offered best(
      List<ServiceRecords.Offered> usable, List<MailProtocol> protocols) {
    MailProtocol preferred = preferred(usable, protocols);
    return usable.stream()
        .filter(offered -> offered.service().protocol() == preferred)
        .min(Comparator.comparing(offered -> offered.service().tlsStart()))
        .orElseThrow();
  }

  /**
   * Returns the protocol with the best priority (RFC 6186, section 3.4); the TLS start is chosen
   * later.
   */
  private static MailProtocol preferred(
      List<ServiceRecords.Offered> usable, List<MailProtocol> protocols) {
    return protocols.stream()
        .min(
            Comparator.comparing(
                protocol ->
                    usable.stream()
                        .filter(offered -> offered.service().protocol() == protocol)
                        .mapToInt(ServiceRecords.Offered::priority)
                        .min()
                        .orElse(Integer.MAX_VALUE)))
        .orElseThrow();
  }

  /**
   * Returns the servers that may be connected to, in the order in which to try them, or the refusal
   * if there is none (RFC 6186, section 6; RFC 8314, section 5.1).
   */
  private Outcome<Choice> servers(
      ServiceRecords.Offered offered, Terms terms, List<String> ignored) {
    Set<String> confirmed = terms.confirmedTargets();
    List<SrvTarget> accepted = offered.acceptable(domain, confirmed);
    List<String> unconfirmed =
        offered.targets().stream()
            .filter(target -> !accepted.contains(target))
            .map(target -> target.endpoint().host().text())
            .distinct()
            .toList();
    if (accepted.isEmpty()) {
      return Outcome.refused(
          new LookupRefusal.TargetNotConfirmed(
              PeerText.of(domain), offered.service(), PeerText.listOf(unconfirmed)));
    }
    String label = offered.source();
    unconfirmed.forEach(host -> ignored.add(label + " " + host + ": not confirmed by a person"));
    List<Server> servers =
        WeightedOrder.of(accepted, random).stream()
            .flatMap(target -> server(target, offered, confirmed).stream())
            .toList();
    servers.stream()
        .skip(MOST_SERVERS)
        .forEach(
            server ->
                ignored.add(
                    label + " " + server.endpoint() + ": one of more than " + MOST_SERVERS));
    return Outcome.of(
        new Choice(
            servers.stream().limit(MOST_SERVERS).toList(),
            ignored,
            offered.sources(),
            offered.oauthIssuer()));
  }

  private Optional<Server> server(
      SrvTarget target, ServiceRecords.Offered offered, Set<String> confirmed) {
    return offered
        .approval(target, domain, confirmed)
        .map(why -> new Publication(domain, offered.status(), why))
        .map(publication -> new Server(offered.service(), target.endpoint(), publication));
  }
}
