package io.github.mailclad.setup;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Endpoint.Provenance;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.DiscoveredServers;
import io.github.mailclad.account.Observation;
import io.github.mailclad.account.ServerState;
import io.github.mailclad.account.ServiceState;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.discovery.ServiceRecords;
import io.github.mailclad.internal.discovery.ServiceSearch;
import io.github.mailclad.setup.UpgradeOffers.Source;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The servers at which a service of an account may have TLS, the best first: implicit TLS before
 * STARTTLS, the hosts in use before those that the domain publishes (RFC 8314, section 5.2). A
 * published host of another domain is not among them if the record is unsigned, because a person
 * would have to confirm it before it is contacted (RFC 8314, section 5.1).
 */
final class UpgradeCandidates {
  private static final int MOST_PLACES = 8;
  private static final int MOST_SERVERS = 4;

  private final ServiceSearch search;
  private final Set<Source> sources;

  UpgradeCandidates(SecureResolver resolver, Set<Source> sources) {
    this.search = new ServiceSearch(resolver, new SecureRandom(), Duration.ofSeconds(10));
    this.sources = Set.copyOf(sources);
  }

  /** Returns the servers to try, in this order; at most eight. */
  List<MailServer> of(String account, ServiceState service) {
    MailService implicit = service.service().with(TlsStart.IMPLICIT);
    Map<String, MailServer> places = new LinkedHashMap<>();
    Stream.of(
            seen(service, TlsStart.IMPLICIT),
            registered(service, implicit),
            published(account, service, implicit),
            seen(service, TlsStart.STARTTLS))
        .flatMap(List::stream)
        .forEach(s -> places.putIfAbsent(s.service() + " " + s.endpoint(), s));
    return places.values().stream().limit(MOST_PLACES).toList();
  }

  /** Returns the servers at which a connection of the account saw TLS with that start. */
  private List<MailServer> seen(ServiceState service, TlsStart start) {
    if (!sources.contains(Source.SEEN)) {
      return List.of();
    }
    return newestFirst(service)
        .filter(s -> s.seen() != null && s.seen().start() == start)
        .filter(s -> s.seen() != null && s.seen().best() != ConfidentialityLevel.NONE)
        .map(s -> server(service.service().with(start), s.host(), s.port(), Provenance.CONFIGURED))
        .toList();
  }

  private List<MailServer> registered(ServiceState service, MailService implicit) {
    return sources.contains(Source.REGISTERED_PORT)
        ? hosts(service).stream()
            .limit(MOST_SERVERS)
            .map(h -> server(implicit, h, implicit.defaultPort(), Provenance.DEFAULT_PORT))
            .toList()
        : List.of();
  }

  private List<MailServer> published(String account, ServiceState service, MailService implicit) {
    Optional<String> domain = domain(account, service);
    if (!sources.contains(Source.PUBLISHED) || domain.isEmpty()) {
      return List.of();
    }
    Optional<ServiceRecords> records = search.protocol(domain.get(), implicit).records(implicit);
    return records.isPresent() && records.get() instanceof ServiceRecords.Offered offered
        ? offered.acceptable(domain.get(), hosts(service)).stream()
            .limit(MOST_SERVERS)
            .map(target -> new MailServer(implicit, target.endpoint()))
            .toList()
        : List.of();
  }

  private static Optional<String> domain(String account, ServiceState service) {
    DiscoveredServers discovered = service.discovered();
    if (discovered != null) {
      return Optional.of(discovered.sourceDomain());
    }
    Outcome<String> domain = ServiceSearch.sourceDomain(account);
    return domain.refusal().isEmpty() ? Optional.of(domain.get()) : Optional.empty();
  }

  /** Returns the hosts in use, as far as they are remembered. */
  private static Set<String> hosts(ServiceState service) {
    DiscoveredServers discovered = service.discovered();
    Stream<String> named =
        discovered == null
            ? Stream.empty()
            : discovered.inOrder().stream().map(DiscoveredServers.DiscoveredServer::host);
    return Stream.concat(newestFirst(service).map(ServerState::host), named)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Stream<ServerState> newestFirst(ServiceState service) {
    return service.servers().stream()
        .sorted(Comparator.comparing(UpgradeCandidates::lastUse).reversed())
        .limit(MOST_SERVERS);
  }

  private static Instant lastUse(ServerState server) {
    Observation seen = server.seen();
    if (seen != null) {
      return seen.at();
    }
    return server.established() == null ? Instant.MIN : server.established();
  }

  private static MailServer server(MailService service, String host, int port, Provenance source) {
    return new MailServer(service, new Endpoint(Host.of(host), port, source));
  }
}
