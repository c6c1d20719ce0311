package io.github.mailclad.setup;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.account.Approval;
import io.github.mailclad.account.DiscoveredServers;
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.discovery.Target;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.internal.discovery.ServiceSearch;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server, or the servers in their order, that an account uses for one service.
 *
 * @param service the service, which includes the TLS start
 * @param endpoints the endpoints of the servers; at least one
 * @param discovered the settings that were discovered from the domain; null if a person named the
 *     server
 */
record ChosenServer(
    MailService service, List<Endpoint> endpoints, @Nullable ServerSettings discovered) {
  ChosenServer {
    endpoints = List.copyOf(endpoints);
  }

  static ChosenServer discovered(ServerSettings settings) {
    return new ChosenServer(
        settings.service(), settings.targets().stream().map(Target::endpoint).toList(), settings);
  }

  static ChosenServer named(MailServer server) {
    return new ChosenServer(server.service(), List.of(server.endpoint()), /* discovered= */ null);
  }

  /** Returns the server to try first. */
  Endpoint endpoint() {
    return endpoints.get(0);
  }

  /**
   * Returns the state to store about the domain that led to the servers; null if a person named the
   * server.
   */
  @Nullable DiscoveredServers remembered(String account, Instant now) {
    Outcome<String> domain = ServiceSearch.sourceDomain(account);
    return discovered != null && domain.refusal().isEmpty()
        ? new DiscoveredServers(
            domain.get(),
            discovered.user(),
            now,
            discovered.targets().stream().map(this::remembered).toList())
        : null;
  }

  private DiscoveredServers.DiscoveredServer remembered(Target target) {
    Endpoint endpoint = target.endpoint();
    Approval approval = Objects.requireNonNull(target.approval());
    return new DiscoveredServers.DiscoveredServer(
        service,
        endpoint.host().text(),
        endpoint.port(),
        approval == Approval.DNSSEC ? DnssecStatus.SECURE : DnssecStatus.INSECURE,
        approval);
  }
}
