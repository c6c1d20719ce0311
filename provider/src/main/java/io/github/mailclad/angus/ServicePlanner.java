package io.github.mailclad.angus;

import io.github.mailclad.AccountPin;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Outcome;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.config.LookupRules;
import io.github.mailclad.internal.config.PortSetting;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.NamedServer;
import io.github.mailclad.internal.connect.NoAddressException;
import io.github.mailclad.internal.connect.ServerFinder.Query;
import io.github.mailclad.internal.connect.ServerList;
import io.github.mailclad.internal.connect.ServerLookup;
import io.github.mailclad.internal.connect.ServerRecords;
import io.github.mailclad.internal.connect.ServerRecords.Tlsa;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.discovery.ServiceSearch;
import io.github.mailclad.internal.discovery.Terms;
import io.github.mailclad.internal.discovery.WebSearch;
import io.github.mailclad.internal.dns.DnsSource;
import io.github.mailclad.internal.memory.ServiceMemory;
import io.github.mailclad.mail.InsecureConnectionException;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.MessagingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plans the connections of one service: finds its servers, and completes the plan for each. Reads
 * the present properties of the session. Thread-safe.
 */
final class ServicePlanner {
  private final Settings settings;
  private final ConfigSource config;
  private final ServiceStatus status;
  private volatile @Nullable ConnectionPlan latest;

  ServicePlanner(Settings settings, ConfigSource config, ServiceStatus status) {
    this.settings = settings;
    this.config = config;
    this.status = status;
  }

  /**
   * Returns the policy for a connection, or refuses.
   *
   * @param named the server that the application named; null for one that is to be discovered
   * @param port the port of the application; not positive for none
   */
  SecurityPolicy policy(@Nullable NamedServer named, int port) throws InsecureConnectionException {
    return named == null
        ? status.require(null, config.policyToDiscover())
        : status.require(
            endpoint(named), config.policy(draft -> named.problem(portKey(port), draft)));
  }

  private String portKey(int port) {
    return port > 0
        ? "port " + port + " of the application"
        : settings.find("port").map(Setting::key).orElse("the port");
  }

  /** Returns the policy for a connection to a server that was named before, or refuses. */
  SecurityPolicy policy(@Nullable Endpoint server) throws InsecureConnectionException {
    return status.require(server, config.policy());
  }

  /** Returns whether a user name is an address whose domain may publish servers. */
  static boolean namesServers(@Nullable String user) {
    return user != null && ServiceSearch.sourceDomain(user).refusal().isEmpty();
  }

  /**
   * Returns the servers to try, the preferred one first, or refuses.
   *
   * @param named the server; null for those that the domain of the user's address publishes
   */
  ServerList servers(SecurityPolicy policy, @Nullable NamedServer named, @Nullable String user)
      throws InsecureConnectionException {
    if (named != null) {
      return ServerList.named(status.require(endpoint(named), named.server(policy)), user);
    }
    return status.require(
        null,
        ServiceSearch.sourceDomain(user == null ? "" : user)
            .then(domain -> published(policy, String.valueOf(user), domain)));
  }

  private Outcome<ServerList> published(SecurityPolicy policy, String user, String domain) {
    settings
        .find("port")
        .ifPresent(
            port ->
                status.note(
                    port.key()
                        + " has no effect: without a host the server is discovered, with its port"));
    LookupRules lookups = config.newest().lookups();
    return config
        .resolver("to find the servers of " + domain)
        .then(
            resolver ->
                CompositionRoot.SHARED
                    .webSearch(policy, lookups, settings)
                    .then(
                        web ->
                            CompositionRoot.SHARED
                                .finder()
                                .find(
                                    query(policy, user, domain, resolver, web.orElse(null)),
                                    status::warning)));
  }

  private Query query(
      SecurityPolicy policy,
      String user,
      String domain,
      SecureResolver resolver,
      @Nullable WebSearch web) {
    LookupRules lookups = config.newest().lookups();
    return new Query(
        user,
        domain,
        settings.protocol().implicitService(),
        new Terms(policy.minimumLevel(), policy.tlsStart(), lookups.confirmedTargets()),
        lookups.srvUse(),
        resolver,
        web,
        status.memory().store());
  }

  /** Returns the servers to try when none of those could be connected to; often empty. */
  Optional<ServerList> otherServers(ServerList failed) {
    return Optional.ofNullable(failed.query())
        .flatMap(query -> CompositionRoot.SHARED.finder().findAgain(query, status::warning));
  }

  /** Remembers the servers after a login at one of them. */
  void reached(ServerList all, Server server, String userName) {
    if (all.query() != null) {
      try {
        CompositionRoot.SHARED.finder().reached(all, server, userName);
      } catch (AccountStoreException e) {
        status.memory().warn(e);
      }
    }
  }

  /**
   * Returns the server at a host and port with the present settings, or the refusal: the one that
   * was planned last, if it has that host and port.
   */
  Outcome<Server> serverAt(SecurityPolicy policy, String host, int port) {
    ConnectionPlan known = latest;
    return known != null
            && known.endpoint().host().text().equals(host)
            && known.endpoint().port() == port
        ? again(policy, known)
        : named(host, port).server(policy);
  }

  /** Returns the server of a plan as the settings are now, or the refusal. */
  Outcome<Server> again(SecurityPolicy policy, ConnectionPlan known) {
    return known.server().publication() == null
        ? NamedServer.of(known, "the application").server(policy)
        : Outcome.of(known.server());
  }

  /** Returns the server that was planned last; null before the first one. */
  @Nullable Endpoint latestServer() {
    ConnectionPlan known = latest;
    return known == null ? null : known.endpoint();
  }

  /** Returns the plan that was made last; null before the first one. */
  @Nullable ConnectionPlan latest() {
    return latest;
  }

  /**
   * Returns the plan of a connection; nothing is sent to the server.
   *
   * @param account the account of the connection; empty for none
   */
  ConnectionPlan plan(SecurityPolicy policy, Server server, String account)
      throws MessagingException {
    ConnectionPlan named = ConnectionPlan.to(server, settings.protocol().text(), account, policy);
    Optional<AccountPin> pin = accepted(account, server.endpoint());
    ConnectionPlan plan = pin.isPresent() ? named.dangerouslyAccepting(pin.get()) : named;
    latest = plan;
    ConnectionPlan complete =
        needsNoLookup(policy, server) ? plan : plan.with(lookUp(server, dane(policy, server)));
    status.fine("plan: ", complete);
    return complete;
  }

  private boolean needsNoLookup(SecurityPolicy policy, Server server) {
    DanePolicy asked = policy.trust().dane();
    return server.publication() == null
        && config.newest().lookups().source() instanceof DnsSource.NotConfigured
        && (asked == null || asked.mode() == DanePolicy.Mode.OFF);
  }

  private Optional<AccountPin> accepted(String account, Endpoint server)
      throws InsecureConnectionException {
    try {
      return status.memory().acceptedCertificate(account, server);
    } catch (AccountStoreException e) {
      throw status.refuse(server, ServiceMemory.unreadable(e));
    }
  }

  /**
   * Returns the refusal of clear text to a server, according to what the account remembers; empty
   * if clear text is permitted.
   */
  Optional<Refusal> clearTextForbidden(@Nullable String account, Endpoint server)
      throws InsecureConnectionException {
    try {
      return status.memory().cleartextRefusal(account, server);
    } catch (AccountStoreException e) {
      throw status.refuse(server, ServiceMemory.unreadable(e));
    }
  }

  /**
   * Returns the plan of another connection to a server that did not match its TLSA records, if the
   * records have changed meanwhile. Keys are rolled over (RFC 7671, section 8.1), and cached
   * records may be as old as their time to live.
   */
  Optional<ConnectionPlan> planAnew(ConnectionPlan outdated) throws MessagingException {
    Tlsa tlsa = outdated.records().tlsa();
    if (tlsa == null) {
      return Optional.empty();
    }
    Server server = outdated.server();
    lookup(server).forget(tlsa);
    ServerRecords fresh = lookUp(server, tlsa.policy());
    return tlsa.equals(fresh.tlsa()) ? Optional.empty() : Optional.of(outdated.with(fresh));
  }

  private ServerRecords lookUp(Server server, DanePolicy dane) throws MessagingException {
    try {
      return status.require(server.endpoint(), lookup(server).lookUp(server, dane));
    } catch (NoAddressException e) {
      throw new MessagingException("the server has no address: " + e.getMessage(), e);
    }
  }

  /** Returns the look-up of a server by the resolver that the properties name. */
  ServerLookup lookup(Server server) throws InsecureConnectionException {
    SecureResolver resolver =
        status.require(
            server.endpoint(), config.resolver("to look up " + server.endpoint().host()));
    return new ServerLookup(resolver, config.hostNames(), ServerLookup.LIMIT);
  }

  /** Returns the policy of the account for the TLSA records of a server. */
  DanePolicy dane(SecurityPolicy policy, Server server) {
    if (policy.trust().dane() != null) {
      return policy.trust().dane();
    }
    boolean looksUp =
        server.publication() != null
            || !(config.newest().lookups().source() instanceof DnsSource.NotConfigured);
    return DanePolicy.of(looksUp ? DanePolicy.Mode.PREFER : DanePolicy.Mode.OFF);
  }

  /** Returns the server that the application names, with the port of the present settings. */
  NamedServer named(String host, int port) {
    PortSetting configured =
        PortSetting.of(settings, port, port > 0 ? "the application" : "the service");
    return NamedServer.of(
        settings.protocol().text(),
        settings.protocol().implicitService(),
        host,
        configured.number(),
        configured.source());
  }

  /** Returns the endpoint of a connection that cannot be planned; null if it is not valid. */
  @Nullable Endpoint endpoint(NamedServer named) {
    return named.endpoint(settings.protocol().implicitService()).orElse(null);
  }
}
