package io.github.mailclad.setup;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.Probe;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.Approval;
import io.github.mailclad.account.DiscoveredServers;
import io.github.mailclad.discovery.Decision;
import io.github.mailclad.discovery.Discovery;
import io.github.mailclad.discovery.MailDiscovery;
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.discovery.Target;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.internal.discovery.SourceDomain;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One account being set up with a person: servers are found or named, tried without credentials,
 * and only then is somebody asked for a password. What a person agreed to is a token, which is good
 * for one change of the settings; nothing lets a refused connection go on. What is stored says how
 * far the account is: setting it up again, in this process or another one, gives nothing that an
 * established account does not have. Not thread-safe.
 */
public final class AccountSetup {
  private final MailAccounts accounts;
  private final String account;
  private final Person person;
  private final Memory memory;
  private final Trials trials;
  private final @Nullable MailDiscovery discovery;
  private final Map<MailService, ChosenServer> chosen = new EnumMap<>(MailService.class);
  private final Set<ChosenServer> withoutTls = new HashSet<>();
  private List<PinOffer> offers = List.of();

  AccountSetup(MailAccounts accounts, String account, Person person) {
    this.accounts = accounts;
    this.account = account;
    this.person = person;
    this.memory = accounts.memory(account);
    this.trials = new Trials(accounts, account);
    this.discovery =
        accounts
            .resolver()
            .map(found -> new MailDiscovery(found, Asked.aboutTargets(person, account)))
            .orElse(null);
  }

  /** How far an account is. */
  public enum Stage {
    /** Nothing is remembered of it. */
    NEW,
    /** It is being set up; certificates may be accepted. */
    SETUP,
    /** It was used as it requires, or its set-up was finished. */
    ESTABLISHED
  }

  /** The account, by the name with which it logs in. */
  public String account() {
    return account;
  }

  /**
   * How far the account is with the server that it is to use for that service.
   *
   * @throws AccountStoreException if the store cannot be read or believed
   */
  public Stage stage(MailService service) throws AccountStoreException {
    ChosenServer server = chosen.get(service.with(TlsStart.IMPLICIT));
    if (server == null) {
      return memory.isKnown() ? Stage.SETUP : Stage.NEW;
    }
    for (Endpoint endpoint : server.endpoints()) {
      if (memory.isEstablished(service, endpoint.host().text())) {
        return Stage.ESTABLISHED;
      }
    }
    return Stage.SETUP;
  }

  // ---- which servers

  /** What the domain of the address says; no mail server is contacted. */
  public Discovery discover() {
    if (discovery != null) {
      return discovery.discover(account);
    }
    Refusal none =
        new LookupRefusal.ResolverUnavailable(
            PeerText.of("to find the servers of " + account),
            PeerText.of("these accounts have no resolver"));
    return new Discovery.Nothing(none, none, List.of());
  }

  /**
   * Uses what was discovered; the person is asked where a server is outside of the domain.
   *
   * @throws AccountStoreException if the store cannot be written
   */
  public Decision accept(Discovery found) throws AccountStoreException {
    Decision decision = found.accept();
    if (decision instanceof Decision.Accepted accepted) {
      for (ServerSettings settings : accepted.settings()) {
        use(settings);
      }
    }
    return decision;
  }

  /**
   * Uses servers that were accepted.
   *
   * @throws IllegalArgumentException if they are another account's
   * @throws AccountStoreException if the store cannot be written
   */
  public void use(ServerSettings settings) throws AccountStoreException {
    if (!settings.user().equals(account)) {
      throw new IllegalArgumentException("these are servers of " + settings.user());
    }
    choose(new ChosenServer.Discovered(settings));
  }

  /**
   * Uses a server that the person named, with TLS, which is required.
   *
   * @throws IllegalArgumentException if that is no host or no port
   * @throws AccountStoreException if the store cannot be written
   */
  public void useServer(MailService service, String host, int port) throws AccountStoreException {
    choose(ChosenServer.Named.of(service, host, port));
  }

  /**
   * Uses a server without relying on TLS.
   *
   * @throws IllegalArgumentException if the person was asked about another account
   * @throws IllegalStateException if the account still has its minimum level
   * @throws AccountStoreException if the store cannot be read or written
   */
  public void useWithoutTls(CleartextConfigAck acknowledged) throws AccountStoreException {
    ChosenServer.Named server = acknowledged.serverFor(account);
    if (memory.state().disabled() == null) {
      throw new IllegalStateException("the account has a minimum level, which needs TLS");
    }
    choose(server);
    withoutTls.add(server);
  }

  private void choose(ChosenServer server) throws AccountStoreException {
    MailService kind = server.service().with(TlsStart.IMPLICIT);
    chosen.put(kind, server);
    withoutTls.remove(server);
    trials.forget(kind);
    offers = offers.stream().filter(o -> o.service().with(TlsStart.IMPLICIT) != kind).toList();
    memory.settingUp(server);
    memory.discovered(server.service(), remembered(server));
  }

  // ---- what a person has to know

  /** Warns the person; empty if the minimum level is not given up. */
  public Optional<DisableMinimumAck> warnOfDisabledMinimum() {
    return DisableMinimumAck.from(person, account, accounts.clock());
  }

  /** Warns the person; empty if such a server is not wanted. */
  public Optional<CleartextConfigAck> warnOfCleartext(MailService service, String host, int port) {
    return CleartextConfigAck.from(
        person, account, ChosenServer.Named.of(service.with(TlsStart.STARTTLS), host, port));
  }

  /** Warns the person; empty if the password is not to be tried there. */
  public Optional<CleartextTestAck> warnOfCleartextTest(
      MailService service, String host, int port) {
    return CleartextTestAck.from(
        person,
        account,
        ChosenServer.Named.of(service.with(TlsStart.STARTTLS), host, port),
        accounts.clock());
  }

  /** Gives up the minimum level of the account; as {@link MailAccount#disableMinimum}. */
  public void disableMinimum(DisableMinimumAck acknowledged) throws AccountStoreException {
    new MailAccount(accounts, account).disableMinimum(acknowledged);
  }

  // ---- without credentials

  /**
   * Connects to the server of each service without credentials, as the account would.
   *
   * @throws IllegalStateException if no server was chosen yet
   * @throws AccountStoreException if the store cannot be read or believed
   */
  public List<ProbedService> probe() throws AccountStoreException {
    List<ProbedService> probed = new ArrayList<>();
    List<PinOffer> offered = new ArrayList<>();
    for (ChosenServer server : servers()) {
      if (!withoutTls.contains(server)) {
        Probe outcome = trials.probe(server);
        if (outcome instanceof Probe.Refused refused) {
          offer(server, refused).ifPresent(offered::add);
        }
        probed.add(new ProbedService(server.service(), outcome));
      }
    }
    offers = List.copyOf(offered);
    return List.copyOf(probed);
  }

  private Optional<PinOffer> offer(ChosenServer server, Probe.Refused refused)
      throws AccountStoreException {
    Endpoint endpoint = refused.endpoint();
    MailService service = server.service();
    if (endpoint == null
        || memory.isEstablished(service, endpoint.host().text())
        || memory.server(service, endpoint).pin() != null) {
      return Optional.empty();
    }
    Optional<PinOffer> offer = PinOffer.after(refused, account, service, person, accounts.clock());
    offer.ifPresent(
        o ->
            accounts.tell(
                new SecurityEvent.PinOffered(account, service, endpoint, o.pin(), o.refusal())));
    return offer;
  }

  /** The certificates that the person may accept after the last {@link #probe()}. */
  public List<PinOffer> pinOffers() {
    return offers;
  }

  /**
   * Lets an accepted certificate hold for its server, and gives up the account's minimum level,
   * which that server does not meet.
   *
   * @throws IllegalArgumentException if it is about another account, or about no server whose
   *     certificate was offered last
   * @throws IllegalStateException if the account is established there meanwhile
   * @throws AccountStoreException if the store cannot be read or written
   */
  public void pin(PinDecision decision) throws AccountStoreException {
    boolean wasOffered =
        decision.account().equals(account)
            && offers.stream()
                .anyMatch(
                    o ->
                        o.service() == decision.service()
                            && o.endpoint().equals(decision.endpoint())
                            && o.pin().equals(decision.certificate().certificate()));
    if (!wasOffered) {
      throw new IllegalArgumentException("nothing was offered that this decides: " + decision);
    }
    if (memory.state().disabled() == null) {
      accounts.tell(new SecurityEvent.MinimumDisabled(account));
    }
    memory.pinned(
        decision.service(), decision.endpoint(), decision.certificate(), decision.disabled());
  }

  // ---- with credentials

  /**
   * Probes every server, and only if each gave what the account requires, asks for the password,
   * once, and logs in everywhere.
   *
   * @param prompt is asked at most once, and not at all where anything is refused or unreachable
   * @param acknowledged for servers without TLS, each good for one test
   * @throws IllegalStateException if no server was chosen yet
   * @throws AccountStoreException if the store cannot be read, written or believed
   */
  public CredentialCheck verifyCredentials(PasswordPrompt prompt, CleartextTestAck... acknowledged)
      throws AccountStoreException {
    for (ProbedService each : probe()) {
      Optional<CredentialCheck> objection = trials.objection(each);
      if (objection.isPresent()) {
        return objection.get();
      }
    }
    List<ConnectionSecurity> connections = new ArrayList<>();
    List<CleartextTestAck> toSpend = new ArrayList<>();
    for (ChosenServer server : servers()) {
      ConnectionSecurity got = trials.reached(server).orElse(null);
      if (withoutTls.contains(server)) {
        Optional<CleartextTestAck> covering =
            List.of(acknowledged).stream()
                .filter(a -> a.covers(account, server, accounts.clock().instant()))
                .findFirst();
        if (covering.isEmpty()) {
          return new CredentialCheck.NotWarned(
              new Warning.CleartextTest(account, server.service(), server.endpoints().get(0)));
        }
        toSpend.add(covering.get());
        got = new ConnectionSecurity.Unjudged(server.service(), server.endpoints().get(0));
      }
      if (got != null) {
        connections.add(got);
      }
    }
    Optional<String> password =
        passwordFrom(prompt, new PasswordPrompt.Context(account, connections));
    if (password.isEmpty()) {
      return new CredentialCheck.NotGiven();
    }
    for (CleartextTestAck each : toSpend) {
      if (!each.spend()) {
        return new CredentialCheck.NotWarned(
            new Warning.CleartextTest(account, each.service(), each.endpoint()));
      }
    }
    return trials.logIn(servers(), withoutTls, password.get());
  }

  private static Optional<String> passwordFrom(
      PasswordPrompt prompt, PasswordPrompt.Context context) {
    try {
      return Objects.requireNonNullElse(prompt.password(context), Optional.empty());
    } catch (RuntimeException e) {
      // whoever cannot answer gave none
      return Optional.empty();
    }
  }

  private Collection<ChosenServer> servers() {
    if (chosen.isEmpty()) {
      throw new IllegalStateException("no server was chosen yet");
    }
    return chosen.values();
  }

  // ---- the end

  /**
   * Ends the set-up: from now on the account is established at its servers.
   *
   * @throws IllegalStateException if a server that has to have TLS was not reached as the account
   *     requires when it was tried last
   * @throws AccountStoreException if the store cannot be read or written
   */
  public MailAccount finish() throws AccountStoreException {
    List<ConnectionSecurity> got = new ArrayList<>();
    for (ChosenServer server : servers()) {
      ConnectionSecurity last = trials.reached(server).orElse(null);
      if (last == null && withoutTls.contains(server)) {
        last = new ConnectionSecurity.Unjudged(server.service(), server.endpoints().get(0));
      }
      if (last == null) {
        throw new IllegalStateException(
            "the server for " + server.service().srvLabel() + " was not reached");
      }
      got.add(last);
    }
    for (ConnectionSecurity each : got) {
      memory.established(each);
    }
    offers = List.of();
    return new MailAccount(accounts, account);
  }

  private @Nullable DiscoveredServers remembered(ChosenServer server) {
    return server instanceof ChosenServer.Discovered found
            && SourceDomain.of(account) instanceof SourceDomain.Known domain
        ? new DiscoveredServers(
            domain.name(),
            found.settings().user(),
            accounts.clock().instant(),
            found.settings().targets().stream().map(t -> server(server.service(), t)).toList())
        : null;
  }

  private static DiscoveredServers.Server server(MailService service, Target target) {
    Endpoint endpoint = target.endpoint();
    DnssecStatus status =
        target.approval() == Approval.DNSSEC ? DnssecStatus.SECURE : DnssecStatus.INSECURE;
    return new DiscoveredServers.Server(
        service,
        endpoint.host().text(),
        endpoint.port(),
        status,
        Objects.requireNonNull(target.approval()));
  }

  @Override
  public String toString() {
    return "set-up of " + account;
  }
}
