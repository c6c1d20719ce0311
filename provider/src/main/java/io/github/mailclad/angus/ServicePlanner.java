package io.github.mailclad.angus;

import io.github.mailclad.AccountPin;
import io.github.mailclad.AuthMechanism;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.DanePolicy;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.InsecureConnectionException;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.config.AccountConfig;
import io.github.mailclad.internal.config.ConfigReading;
import io.github.mailclad.internal.config.LoginRules;
import io.github.mailclad.internal.config.LookupRules.Source;
import io.github.mailclad.internal.config.LookupRules.UserNames;
import io.github.mailclad.internal.config.MistypedKeys;
import io.github.mailclad.internal.config.PolicyReader;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.internal.config.Settings.Setting;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.ConnectionPlanner;
import io.github.mailclad.internal.connect.ConnectionPlanner.Planning;
import io.github.mailclad.internal.connect.ConnectionPlanner.Wish;
import io.github.mailclad.internal.connect.ServerFinder.Query;
import io.github.mailclad.internal.connect.ServerFinder.Servers;
import io.github.mailclad.internal.connect.ServerLocator;
import io.github.mailclad.internal.connect.ServerLocator.Location;
import io.github.mailclad.internal.connect.Whereabouts.TlsaTerms;
import io.github.mailclad.internal.dane.HostNames;
import io.github.mailclad.internal.discovery.Candidate;
import io.github.mailclad.internal.discovery.SourceDomain;
import io.github.mailclad.internal.discovery.Terms;
import io.github.mailclad.internal.memory.ServiceMemory;
import io.github.mailclad.internal.tls.RefusedException;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.refusal.SettingsRefusal;
import jakarta.mail.MessagingException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Plans the connections of one service from what the session's properties say at that moment.
 * Thread-safe.
 */
final class ServicePlanner {
  private final Settings settings;
  private final boolean lowered;
  private final ServiceStatus status;
  private volatile @Nullable Stop latest;
  private volatile AccountConfig config = AccountConfig.defaults();

  /** A planner of a service whose level, lowered or not, is settled. */
  ServicePlanner(Settings settings, boolean lowered, ServiceStatus status) {
    this.settings = settings;
    this.lowered = lowered;
    this.status = status;
  }

  /** The server at that place: the one that was planned last, if it is there. */
  Stop knownAt(String host, int port, @Nullable String account) {
    return latest instanceof Stop.Discovered discovered
            && discovered.server().endpoint().host().text().equals(host)
            && discovered.server().endpoint().port() == port
        ? discovered
        : new Stop.Named(host, port, account);
  }

  /** What was planned last. */
  @Nullable Stop latest() {
    return latest;
  }

  /**
   * The user name with which a login is tried once more after the account's address was refused
   * (RFC 6186, section 4); only at a server that was discovered, and never with a token.
   */
  Optional<String> otherUserName(Stop stop, @Nullable String user) {
    boolean may =
        stop instanceof Stop.Discovered
            && config.lookups().userNames() == UserNames.ADDRESS_THEN_LOCAL_PART
            && config.login().mechanisms().stream()
                .allMatch(m -> m.secret() == AuthMechanism.Secret.PASSWORD);
    return may && user != null && user.indexOf('@') > 0
        ? Optional.of(user.substring(0, user.lastIndexOf('@')))
        : Optional.empty();
  }

  /** How the account may log in, as the properties said it when the policy was read last. */
  LoginRules loginRules() {
    return config.login();
  }

  /** The policy as the properties say it now; they are live. */
  SecurityPolicy policy() throws InsecureConnectionException {
    return policy(reading -> new SettingsRefusal.UnsafeSettings(reading.problems()));
  }

  /**
   * The policy for a connection to a server that the application named; what is wrong with the
   * properties is told together with what is wrong with the server.
   *
   * @param host the host; null for a server that is to be discovered
   */
  SecurityPolicy policyFor(@Nullable String host, int port) throws InsecureConnectionException {
    SecurityPolicy policy =
        policy(
            reading ->
                host == null
                    ? new SettingsRefusal.UnsafeSettings(reading.problems())
                    : withDestination(reading, host, port));
    Optional<Refusal> mistyped = host == null ? mistypedHost() : Optional.empty();
    if (mistyped.isPresent()) {
      throw status.refuse(mistyped.get());
    }
    return policy;
  }

  /**
   * Why no server is looked up in DNS although no host is set: a property was mistyped; empty for
   * no such reason.
   */
  private Optional<Refusal> mistypedHost() {
    return new MistypedKeys(settings)
        .host()
        .map(problem -> new SettingsRefusal.UnsafeSettings(List.of(problem)));
  }

  private Refusal withDestination(ConfigReading reading, String host, int port) {
    List<SettingProblem> problems = new ArrayList<>(reading.problems());
    boolean wrongPort = problems.stream().anyMatch(problem -> problem.key().endsWith(".port"));
    if (!wrongPort) {
      String key =
          port > 0
              ? "port " + port + " of the application"
              : settings.find("port").map(Setting::key).orElse("the port");
      ConnectionPlanner.problem(
              wish(new Stop.Named(host, port, null)), key, reading.config().policy())
          .ifPresent(problems::add);
    }
    return new SettingsRefusal.UnsafeSettings(problems);
  }

  private SecurityPolicy policy(Function<ConfigReading, Refusal> whyNot)
      throws InsecureConnectionException {
    ConfigReading reading = PolicyReader.read(settings);
    AccountConfig read = reading.config();
    status.listener(read.listener());
    if (!lowered) {
      status.service(settings.protocol().implicitService().with(reading.tlsStart()));
    }
    if (!reading.problems().isEmpty()) {
      throw status.refuse(whyNot.apply(reading));
    }
    read.notes().forEach(status::note);
    config = read;
    status.memory().configure(read.account(), read.lookups().source());
    if ((read.policy().minimumLevel() == ConfidentialityLevel.NONE) != lowered) {
      throw status.refuse(
          new SettingsRefusal.UnsafeSettings(
              List.of(
                  new SettingProblem(
                      "mail." + settings.protocol().text() + ".security.minimum-level",
                      "was changed after this store or transport was made",
                      "get a new one from the session"))));
    }
    return read.policy();
  }

  /**
   * The servers to try, the preferred one first; at least one.
   *
   * @param host the server; null for those that the domain of the user's address publishes
   */
  List<Stop> stops(SecurityPolicy policy, @Nullable String host, int port, @Nullable String user)
      throws InsecureConnectionException {
    if (host != null) {
      return List.of(new Stop.Named(host, port, user));
    }
    SourceDomain domain = SourceDomain.of(user == null ? "" : user);
    if (domain instanceof SourceDomain.Unknown unknown) {
      throw status.refuse(unknown.refusal());
    }
    configuredPort().ifPresent(unused -> status.note(portIsDiscovered()));
    Query query = query(policy, String.valueOf(user), ((SourceDomain.Known) domain).name());
    Servers servers = CompositionRoot.SHARED.finder().find(query);
    if (servers instanceof Servers.None none) {
      none.news().forEach(status::warning);
      throw status.refuse(none.refusal());
    }
    return stops((Servers.Some) servers, query);
  }

  /** The servers to try when none of those could be connected to; often none. */
  List<Stop> stopsAfter(List<Stop> failed) {
    return failed.get(0) instanceof Stop.Discovered discovered
        ? stops(CompositionRoot.SHARED.finder().findAgain(discovered.query()), discovered.query())
        : List.of();
  }

  /** Keeps the servers of which one was connected to and logged in at. */
  void reached(Stop stop, List<Stop> all, String userName) {
    if (stop instanceof Stop.Discovered reached) {
      List<Candidate> servers =
          all.stream()
              .filter(Stop.Discovered.class::isInstance)
              .map(other -> ((Stop.Discovered) other).server())
              .toList();
      try {
        CompositionRoot.SHARED
            .finder()
            .reached(reached.query(), servers, reached.server(), userName);
      } catch (AccountStoreException e) {
        status.memory().warn(e);
      }
    }
  }

  /** Whether a user name is an address whose domain may publish servers. */
  static boolean namesServers(@Nullable String user) {
    return user != null && SourceDomain.of(user) instanceof SourceDomain.Known;
  }

  private List<Stop> stops(Servers.Some servers, Query query) {
    servers.news().forEach(status::warning);
    return servers.inOrder().stream()
        .<Stop>map(server -> new Stop.Discovered(server, servers.userName(), query))
        .toList();
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
        new Terms(policy.minimumLevel(), policy.tlsStart(), config.lookups().confirmedTargets()),
        config.lookups().srvUse(),
        resolver("to find the servers of " + domain),
        status.memory().store());
  }

  private SecureResolver resolver(String purpose) throws InsecureConnectionException {
    try {
      return CompositionRoot.SHARED.resolvers().of(config.lookups().source(), purpose);
    } catch (RefusedException e) {
      throw status.refuse(e.refusal());
    }
  }

  /** The plan of a connection; nothing is sent to the server. */
  ConnectionPlan plan(SecurityPolicy policy, Stop stop) throws MessagingException {
    Candidate server = stop.server();
    ConnectionPlan plan = planned(policy, stop);
    Optional<AccountPin> accepted = accepted(stop.account(), plan.endpoint());
    if (accepted.isPresent()) {
      plan = planned(policy.dangerouslyAccepting(accepted.get()), stop);
    }
    latest = stop;
    status.destination(plan.endpoint());
    DanePolicy dane = dane(policy, stop);
    ConnectionPlan complete =
        server == null
                && dane.mode() == DanePolicy.Mode.OFF
                && config.lookups().source() instanceof Source.Unconfigured
            ? plan
            : located(locator(plan.endpoint(), dane).locate(plan, server));
    status.fine("plan: " + complete);
    return complete;
  }

  private ConnectionPlan planned(SecurityPolicy policy, Stop stop)
      throws InsecureConnectionException {
    Candidate server = stop.server();
    return server == null
        ? named(policy, (Stop.Named) stop)
        : ConnectionPlanner.plan(
            server, settings.protocol().text(), String.valueOf(stop.account()), policy);
  }

  private Optional<AccountPin> accepted(@Nullable String account, Endpoint server)
      throws InsecureConnectionException {
    try {
      return status.memory().acceptedCertificate(account, server);
    } catch (AccountStoreException e) {
      status.destination(server);
      throw status.refuse(ServiceMemory.unreadable(e));
    }
  }

  /**
   * Why nothing may be said in the clear to a server by what the account remembers; empty where it
   * may.
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
   * The plan of another connection to a server that did not match its TLSA records, if they have
   * changed meanwhile: keys are rolled over (RFC 7671, section 8.1), and what is remembered may be
   * as old as its time to live.
   */
  Optional<ConnectionPlan> planAnew(SecurityPolicy policy, Stop stop, ConnectionPlan outdated)
      throws MessagingException {
    TlsaTerms tlsa = outdated.whereabouts().tlsa();
    if (tlsa == null) {
      return Optional.empty();
    }
    Candidate server = stop.server();
    ConnectionPlan plan =
        located(
            locator(outdated.endpoint(), tlsa.policy())
                .locateAnew(outdated, tlsa.answer(), server));
    return tlsa.equals(plan.whereabouts().tlsa()) ? Optional.empty() : Optional.of(plan);
  }

  /** Who looks up that server. */
  ServerLocator locator(Endpoint server, DanePolicy dane) throws InsecureConnectionException {
    return new ServerLocator(resolver("to look up " + server.host()), hostNames(), dane);
  }

  /** Which hosts the resolver knows that the properties name. */
  HostNames hostNames() {
    return Resolvers.names(config.lookups().source());
  }

  private ConnectionPlan located(Location location) throws MessagingException {
    if (location instanceof Location.Refused refused) {
      throw status.refuse(refused.refusal());
    }
    if (location instanceof Location.Nowhere nowhere) {
      UnknownHostException unknown = new UnknownHostException(nowhere.host());
      throw new MessagingException("the server has no address: " + nowhere.host(), unknown);
    }
    return ((Location.Known) location).plan();
  }

  /** What the account makes of the TLSA records of a server. */
  DanePolicy dane(SecurityPolicy policy, Stop stop) {
    if (policy.trust().dane() != null) {
      return policy.trust().dane();
    }
    boolean looksUp =
        stop instanceof Stop.Discovered
            || !(config.lookups().source() instanceof Source.Unconfigured);
    return DanePolicy.of(looksUp ? DanePolicy.Mode.PREFER : DanePolicy.Mode.OFF);
  }

  private ConnectionPlan named(SecurityPolicy policy, Stop.Named wanted)
      throws InsecureConnectionException {
    Planning planning = ConnectionPlanner.plan(wish(wanted), policy);
    if (planning instanceof Planning.Unplanned unplanned) {
      throw status.refuse(unplanned.refusal());
    }
    return ((Planning.Planned) planning).plan();
  }

  private Wish wish(Stop.Named wanted) {
    boolean hasPort = wanted.port() > 0;
    return new Wish(
        settings.protocol().text(),
        settings.protocol().implicitService(),
        wanted.host(),
        hasPort ? wanted.port() : configuredPort().orElse(-1),
        hasPort ? "the application" : settings.find("port").map(Setting::key).orElse("the service"),
        wanted.account() == null ? "" : wanted.account());
  }

  /**
   * Where a connection would go, for messages about what keeps it from being planned; null if the
   * host names no server.
   */
  @Nullable Endpoint endpoint(String host, int port) {
    try {
      int known =
          port > 0
              ? port
              : configuredPort().orElse(settings.protocol().implicitService().defaultPort());
      return new Endpoint(Host.of(host), known, Endpoint.Provenance.CONFIGURED);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * What to say where nothing answers on the registered port, which is another one than Angus's
   * own; empty where the application or a record named the port.
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

  /** The port that the properties name. */
  Optional<Integer> configuredPort() {
    return settings.find("port").flatMap(Setting::text).map(Integer::valueOf);
  }
}
