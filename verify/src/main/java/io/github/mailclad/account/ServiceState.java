package io.github.mailclad.account;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stored state of one service of an account. Immutable.
 *
 * @param service the service, in its form with implicit TLS, also if TLS starts with STARTTLS
 * @param discovered the servers that the account's domain named; null where the application names
 *     the server
 * @param servers the stored state of each server, by host and port; at most {@value #MOST_SERVERS}
 * @param upgradeDeclined the time when a person declined to require TLS from now on; null for never
 */
public record ServiceState(
    MailService service,
    @Nullable DiscoveredServers discovered,
    List<ServerState> servers,
    @Nullable Instant upgradeDeclined) {

  /** The maximum number of servers: more than any provider has for one service. */
  public static final int MOST_SERVERS = 64;

  /**
   * Sorts the servers. Refuses two entries for one server, and the form of a service with STARTTLS.
   */
  public ServiceState {
    if (service.tlsStart() != TlsStart.IMPLICIT) {
      throw new IllegalArgumentException("services are remembered in their form with implicit TLS");
    }
    servers = sorted(servers);
    if (servers.size() > MOST_SERVERS) {
      throw new IllegalArgumentException("more servers than any service has");
    }
  }

  private static List<ServerState> sorted(List<ServerState> servers) {
    if (servers.size() < 2) {
      // each connect makes such a state
      return List.copyOf(servers);
    }
    List<ServerState> sorted =
        servers.stream()
            .sorted(Comparator.comparing(ServerState::host).thenComparing(ServerState::port))
            .toList();
    if (sorted.stream().map(s -> s.host() + ":" + s.port()).distinct().count() != sorted.size()) {
      throw new IllegalArgumentException("two entries for one server");
    }
    return sorted;
  }

  // as those of AccountState

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ServiceState state
        && service == state.service
        && Objects.equals(upgradeDeclined, state.upgradeDeclined)
        && servers.equals(state.servers)
        && Objects.equals(discovered, state.discovered);
  }

  @Override
  public int hashCode() {
    return service.hashCode() ^ servers.hashCode();
  }

  /** Returns the state of a service without stored state. */
  public static ServiceState unknown(MailService service) {
    return new ServiceState(service.with(TlsStart.IMPLICIT), null, List.of(), null);
  }

  /** Returns the stored state of a server. */
  public Optional<ServerState> server(String host, int port) {
    for (ServerState each : servers) {
      if (each.host().equals(host) && each.port() == port) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  ServerState serverOrUnknown(Endpoint server) {
    Optional<ServerState> known = server(server.host().text(), server.port());
    return known.isPresent()
        ? known.get()
        : ServerState.unknown(server.host().text(), server.port());
  }

  /** Returns the stored state of a host, on every port. */
  public List<ServerState> host(String host) {
    return servers.stream().filter(s -> s.host().equals(host)).toList();
  }

  /**
   * Returns the same service with that entry in place of the one of the same server. Where there
   * are too many, a server without a login and without a pin is removed first.
   */
  public ServiceState with(ServerState changed) {
    List<ServerState> all = new ArrayList<>(List.of(changed));
    for (ServerState each : servers) {
      if (!each.host().equals(changed.host()) || each.port() != changed.port()) {
        all.add(each);
      }
    }
    if (all.size() > MOST_SERVERS) {
      ServerState dropped =
          all.stream().skip(1).min(Comparator.comparing(ServerState::worth)).orElseThrow();
      all = all.stream().filter(s -> !s.equals(dropped)).toList();
    }
    return new ServiceState(service, discovered, all, upgradeDeclined);
  }

  /** Returns the same service with the servers that its domain named. */
  public ServiceState discovered(@Nullable DiscoveredServers found) {
    return new ServiceState(service, found, servers, upgradeDeclined);
  }

  /** Returns the same service, after a person declined to require TLS. */
  public ServiceState upgradeDeclined(@Nullable Instant at) {
    return new ServiceState(service, discovered, servers, at);
  }
}
