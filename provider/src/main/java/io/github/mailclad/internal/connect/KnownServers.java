package io.github.mailclad.internal.connect;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.account.Approval;
import io.github.mailclad.account.DiscoveredServers;
import io.github.mailclad.account.DiscoveredServers.Server;
import io.github.mailclad.internal.discovery.Acceptance;
import io.github.mailclad.internal.discovery.Candidate;
import java.time.Instant;
import java.util.List;

/** Discovered servers as they are connected to, and as they are kept. */
final class KnownServers {
  private KnownServers() {}

  /** The servers that were kept, the preferred one first. */
  static List<Candidate> of(DiscoveredServers kept) {
    return kept.inOrder().stream()
        .map(
            server ->
                new Candidate(
                    server.service(),
                    kept.sourceDomain(),
                    new Endpoint(Host.of(server.host()), server.port(), Endpoint.Provenance.SRV),
                    server.srvStatus(),
                    acceptance(server.approval())))
        .toList();
  }

  /** What to keep of servers. */
  static DiscoveredServers from(List<Candidate> servers, String userName, Instant refreshed) {
    return new DiscoveredServers(
        servers.get(0).sourceDomain(),
        userName,
        refreshed,
        servers.stream()
            .limit(DiscoveredServers.MOST)
            .map(
                server ->
                    new Server(
                        server.service(),
                        server.endpoint().host().text(),
                        server.endpoint().port(),
                        server.srvStatus(),
                        approval(server.acceptance())))
            .toList());
  }

  private static Acceptance acceptance(Approval approval) {
    return switch (approval) {
      case DNSSEC -> Acceptance.SIGNED;
      case SAME_DOMAIN -> Acceptance.IN_DOMAIN;
      case PERSON -> Acceptance.CONFIRMED;
    };
  }

  private static Approval approval(Acceptance acceptance) {
    return switch (acceptance) {
      case SIGNED -> Approval.DNSSEC;
      case IN_DOMAIN -> Approval.SAME_DOMAIN;
      case CONFIRMED -> Approval.PERSON;
    };
  }
}
