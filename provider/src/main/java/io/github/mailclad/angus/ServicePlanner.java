package io.github.mailclad.angus;

import io.github.mailclad.AccountPin;
import io.github.mailclad.AuthMechanism;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.Endpoint;
import io.github.mailclad.InsecureConnectionException;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.config.LoginRules;
import io.github.mailclad.internal.config.LookupRules;
import io.github.mailclad.internal.config.LookupRules.DnsSource;
import io.github.mailclad.internal.config.LookupRules.UserNames;
import io.github.mailclad.internal.config.MistypedKeys;
import io.github.mailclad.internal.config.PortSetting;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.HostNames;
import io.github.mailclad.internal.connect.NamedServer;
import io.github.mailclad.internal.connect.NoAddressException;
import io.github.mailclad.internal.connect.ServerLookup;
import io.github.mailclad.internal.connect.ServerRecords;
import io.github.mailclad.internal.connect.ServerRecords.Tlsa;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.discovery.SourceDomain;
import io.github.mailclad.internal.memory.ServiceMemory;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.MessagingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans the connections of one service from the present properties of the session. Thread-safe. */
final class ServicePlanner {
  private final Settings settings;
  private final ServiceStatus status;
  private volatile @Nullable ConnectionPlan latest;
  private final ConfigSource source;

  /** Supplies the policy of the account at the time when a connection is opened. */
  @FunctionalInterface
  interface PolicySupplier {
    /** Returns the policy, or refuses. */
    SecurityPolicy now() throws InsecureConnectionException;
  }

  /** Creates a planner of a service whose level, lowered or not, is already decided. */
  ServicePlanner(Settings settings, boolean lowered, ServiceStatus status) {
    this.settings = settings;
    this.status = status;
    this.source = new ConfigSource(settings, lowered, status);
  }

  /**
   * Returns the server at a host and port with the present settings: the one that was planned last,
   * if it has that host and port.
   */
  Server serverAt(SecurityPolicy policy, String host, int port) throws InsecureConnectionException {
    ConnectionPlan known = latest;
    return known != null
            && known.endpoint().host().text().equals(host)
            && known.endpoint().port() == port
        ? again(policy, known)
        : server(policy, named(host, port));
  }

  /** Returns the server of a plan as the settings are now. */
  Server again(SecurityPolicy policy, ConnectionPlan known) throws InsecureConnectionException {
    return known.server().publication() == null
        ? server(policy, NamedServer.of(known, "the application"))
        : known.server();
  }

  /** Returns the plan that was made last; null before the first one. */
  @Nullable ConnectionPlan latest() {
    return latest;
  }

  /** Returns the policy according to the present properties. */
  SecurityPolicy policy() throws InsecureConnectionException {
    return source.policy();
  }

  /**
   * Returns the policy for a connection to a server that the application named. A refusal reports
   * the problems of the properties together with those of the server.
   *
   * @param named the server; null for one that is to be discovered
   */
  SecurityPolicy policyFor(@Nullable NamedServer named, int port)
      throws InsecureConnectionException {
    return source.policyFor(named, port);
  }

  /**
   * Returns the user name for one more login after the account's address was rejected (RFC 6186,
   * section 4). There is one only at a server that was discovered, and never with a token.
   */
  Optional<String> otherUserName(Server server, @Nullable String user) {
    boolean may =
        server.publication() != null
            && source.newest().lookups().userNames() == UserNames.ADDRESS_THEN_LOCAL_PART
            && source.newest().login().mechanisms().stream()
                .allMatch(m -> m.secret() == AuthMechanism.Secret.PASSWORD);
    return may && user != null && user.indexOf('@') > 0
        ? Optional.of(user.substring(0, user.lastIndexOf('@')))
        : Optional.empty();
  }

  /** Returns the account's rules for logins, as read from the properties with the newest policy. */
  LoginRules loginRules() {
    return source.newest().login();
  }

  /** Returns whether a user name is an address whose domain may publish servers. */
  static boolean namesServers(@Nullable String user) {
    return user != null && SourceDomain.of(user).refusal().isEmpty();
  }

  /** Returns the resolver that the settings name. */
  SecureResolver resolver(String purpose) throws InsecureConnectionException {
    try {
      return CompositionRoot.SHARED.resolvers().of(source.newest().lookups().source(), purpose);
    } catch (RefusedException e) {
      throw status.refuse(e.refusal());
    }
  }

  /**
   * Returns the plan of a connection; nothing is sent to the server.
   *
   * @param account the account of the connection; empty for none
   */
  ConnectionPlan plan(SecurityPolicy policy, Server server, String account)
      throws MessagingException {
    ConnectionPlan named = ConnectionPlan.to(server, settings.protocol().text(), account, policy);
    ConnectionPlan plan =
        accepted(account, server.endpoint()).map(named::dangerouslyAccepting).orElse(named);
    latest = plan;
    status.destination(plan.endpoint());
    DanePolicy dane = dane(policy, server);
    ConnectionPlan complete =
        server.publication() == null
                && dane.mode() == DanePolicy.Mode.OFF
                && source.newest().lookups().source() instanceof DnsSource.NotConfigured
            ? plan
            : plan.with(lookUp(server, dane));
    status.fine("plan: " + complete);
    return complete;
  }

  private Optional<AccountPin> accepted(String account, Endpoint server)
      throws InsecureConnectionException {
    try {
      return status.memory().acceptedCertificate(account, server);
    } catch (AccountStoreException e) {
      status.destination(server);
      throw status.refuse(ServiceMemory.unreadable(e));
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
      throw status.refuse(ServiceMemory.unreadable(e));
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
    ServerRecords fresh = lookUpAnew(server, tlsa);
    return tlsa.equals(fresh.tlsa()) ? Optional.empty() : Optional.of(outdated.with(fresh));
  }

  /** Returns the look-up of a server by the resolver that the properties name. */
  ServerLookup lookup(Server server) throws InsecureConnectionException {
    return new ServerLookup(
        resolver("to look up " + server.endpoint().host()), hostNames(), ServerLookup.LIMIT);
  }

  /** Returns the hosts that the resolver of the properties knows. */
  HostNames hostNames() {
    return Resolvers.names(source.newest().lookups().source());
  }

  private ServerRecords lookUp(Server server, DanePolicy dane) throws MessagingException {
    try {
      return lookup(server).lookUp(server, dane).orThrow(status::refuse);
    } catch (NoAddressException e) {
      throw noAddress(e);
    }
  }

  private ServerRecords lookUpAnew(Server server, Tlsa outdated) throws MessagingException {
    try {
      return lookup(server).lookUpAnew(server, outdated).orThrow(status::refuse);
    } catch (NoAddressException e) {
      throw noAddress(e);
    }
  }

  private static MessagingException noAddress(NoAddressException e) {
    return new MessagingException("the server has no address: " + e.getMessage(), e);
  }

  /** Returns the policy of the account for the TLSA records of a server. */
  DanePolicy dane(SecurityPolicy policy, Server server) {
    if (policy.trust().dane() != null) {
      return policy.trust().dane();
    }
    boolean looksUp =
        server.publication() != null
            || !(source.newest().lookups().source() instanceof DnsSource.NotConfigured);
    return DanePolicy.of(looksUp ? DanePolicy.Mode.PREFER : DanePolicy.Mode.OFF);
  }

  /** Returns the server to connect to under a policy. */
  Server server(SecurityPolicy policy, NamedServer named) throws InsecureConnectionException {
    return named.server(policy).orThrow(status::refuse);
  }

  /** Returns the rules for lookups, as the settings had them when they were read last. */
  LookupRules lookups() {
    return source.newest().lookups();
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

  /**
   * Returns the endpoint of a connection that cannot be planned, for messages; null if no host
   * names a server.
   */
  @Nullable Endpoint endpoint(@Nullable NamedServer named) {
    return named == null
        ? null
        : named.endpoint(settings.protocol().implicitService()).orElse(null);
  }

  /**
   * Returns an explanation if nothing answers on the registered port and Angus's own default is
   * another one; empty if the application or a record named the port.
   */
  Optional<String> whyThatPort(Endpoint server) {
    if (server.provenance() != Endpoint.Provenance.DEFAULT_PORT) {
      return Optional.empty();
    }
    String room = "mail." + settings.protocol().text() + ".";
    MailService implicit = settings.protocol().implicitService();
    String why = "port " + server.port() + " was used because no port is set (" + room + "port)";
    String instead =
        server.port() == implicit.defaultPort()
            ? "; for a server that has STARTTLS only, set %sport=%d%s and %ssecurity.tls-start=starttls"
                .formatted(
                    room,
                    implicit.with(TlsStart.STARTTLS).defaultPort(),
                    implicit.protocol() == MailProtocol.SUBMISSION ? " or 25" : "",
                    room)
            : "";
    return Optional.of(
        new MistypedKeys(settings)
            .port()
            .map(typed -> why + instead + "; " + typed)
            .orElse(why + instead));
  }

  /** Returns the port that the properties name. */
  Optional<Integer> configuredPort() {
    return settings.find("port").flatMap(Setting::text).map(Integer::valueOf);
  }
}
