package io.github.mailclad.internal.connect;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.account.DiscoveredServers;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.discovery.Server.Publication;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Converts published servers between the form to connect to and the form that is stored. */
final class KnownServers {
  private KnownServers() {}

  /** Returns the servers that were stored, the preferred one first. */
  static List<Server> of(DiscoveredServers stored) {
    return stored.inOrder().stream()
        .map(
            server ->
                new Server(
                    server.service(),
                    new Endpoint(Host.of(server.host()), server.port(), Endpoint.Provenance.SRV),
                    new Publication(stored.sourceDomain(), server.srvStatus(), server.approval())))
        .toList();
  }

  /** Returns the servers to store, which SRV records of one domain name. */
  static DiscoveredServers from(List<Server> servers, String userName, Instant refreshed) {
    return new DiscoveredServers(
        publication(servers.get(0)).domain(),
        userName,
        refreshed,
        servers.stream()
            .limit(DiscoveredServers.MOST)
            .map(
                server ->
                    new DiscoveredServers.Server(
                        server.service(),
                        server.endpoint().host().text(),
                        server.endpoint().port(),
                        publication(server).status(),
                        publication(server).approval()))
            .toList());
  }

  private static Publication publication(Server server) {
    return Objects.requireNonNull(server.publication());
  }
}
