package io.github.mailclad.angus;

import io.github.mailclad.InsecureConnectionException;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.connect.NamedServer;
import io.github.mailclad.internal.connect.ServerFinder.Query;
import io.github.mailclad.internal.connect.ServerList;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.discovery.SourceDomain;
import io.github.mailclad.internal.discovery.Terms;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The servers that a service may connect to: the one that the application names, or those that the
 * domain of the account publishes.
 */
final class ServerDirectory {
  private final Settings settings;
  private final ServicePlanner planner;
  private final ServiceStatus status;

  ServerDirectory(Settings settings, ServicePlanner planner, ServiceStatus status) {
    this.settings = settings;
    this.planner = planner;
    this.status = status;
  }

  /**
   * Returns the servers to try, the preferred one first; at least one.
   *
   * @param named the server; null for those that the domain of the user's address publishes
   */
  ServerList servers(SecurityPolicy policy, @Nullable NamedServer named, @Nullable String user)
      throws InsecureConnectionException {
    if (named != null) {
      return ServerList.named(planner.server(policy, named), user);
    }
    String domain = SourceDomain.of(user == null ? "" : user).orThrow(status::refuse);
    planner.configuredPort().ifPresent(unused -> status.note(portIsDiscovered()));
    return CompositionRoot.SHARED
        .finder()
        .find(query(policy, String.valueOf(user), domain), status::warning)
        .orThrow(status::refuse);
  }

  /** Returns the servers to try when none of those could be connected to; often empty. */
  Optional<ServerList> after(ServerList failed) {
    return Optional.ofNullable(failed.query())
        .flatMap(query -> CompositionRoot.SHARED.finder().findAgain(query, status::warning));
  }

  /** Remembers the servers after a login at one of them. */
  void reached(Server server, ServerList all, String userName) {
    if (all.query() != null) {
      try {
        CompositionRoot.SHARED.finder().reached(all, server, userName);
      } catch (AccountStoreException e) {
        status.memory().warn(e);
      }
    }
  }

  private String portIsDiscovered() {
    return settings.find("port").map(Setting::key).orElse("the port")
        + " has no effect: without a host the server is discovered, with its port";
  }

  private Query query(SecurityPolicy policy, String user, String domain)
      throws InsecureConnectionException {
    return new Query(
        user,
        domain,
        settings.protocol().implicitService(),
        new Terms(policy.minimumLevel(), policy.tlsStart(), planner.lookups().confirmedTargets()),
        planner.lookups().srvUse(),
        planner.resolver("to find the servers of " + domain),
        status.memory().store());
  }
}
