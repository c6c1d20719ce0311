package io.github.mailclad.internal.connect;

import io.github.mailclad.Endpoint;
import io.github.mailclad.account.DiscoveredServers;
import io.github.mailclad.account.DiscoveredServers.Server;
import io.github.mailclad.discovery.Target.Voucher;
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
                    new Endpoint(server.host(), server.port(), Endpoint.Provenance.SRV),
                    server.srvStatus(),
                    acceptance(server.voucher())))
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
                        server.endpoint().host(),
                        server.endpoint().port(),
                        server.srvStatus(),
                        voucher(server.acceptance())))
            .toList());
  }

  private static Acceptance acceptance(Voucher voucher) {
    return switch (voucher) {
      case DNSSEC -> Acceptance.SIGNED;
      case SAME_DOMAIN -> Acceptance.IN_DOMAIN;
      case PERSON -> Acceptance.CONFIRMED;
      case NOBODY ->
          throw new IllegalArgumentException("nobody vouches for a server that was kept");
    };
  }

  private static Voucher voucher(Acceptance acceptance) {
    return switch (acceptance) {
      case SIGNED -> Voucher.DNSSEC;
      case IN_DOMAIN -> Voucher.SAME_DOMAIN;
      case CONFIRMED -> Voucher.PERSON;
    };
  }
}
