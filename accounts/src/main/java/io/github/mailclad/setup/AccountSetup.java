package io.github.mailclad.setup;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.account.AccountState.MinimumDisabled;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.Approval;
import io.github.mailclad.account.DiscoveredServers;
import io.github.mailclad.account.ServerState.PinnedCertificate;
import io.github.mailclad.discovery.Decision;
import io.github.mailclad.discovery.Discovery;
import io.github.mailclad.discovery.MailDiscovery;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.discovery.Target;
import io.github.mailclad.discovery.TargetQuestion;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.discovery.SourceDomain;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.setup.SetupStep.Remedy;
import io.github.mailclad.setup.Warning.MinimumDisabled.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The set-up of one account, as a machine of steps. {@link #step()} is what to show to a person
 * now; each answer leads to the next step. The machine waits for servers and the DNS, each for a
 * bounded time, and never for a person: a program may ask on another thread, in another request, or
 * never.
 *
 * <pre>{@code
 * AccountSetup setup = accounts.setUp("alice@example.org");
 * SetupStep step = setup.discover();           // ProposedServers
 * step = setup.useProposal();                  // PasswordEntry, if every server proved its identity
 * step = setup.password(typed);                // Done
 * }</pre>
 *
 * <p>Nothing lets a refused connection go on: a consent changes what the account requires, for one
 * server or certificate. What is stored says how far the account is: to set it up again, in this
 * process or another one, gives nothing that an established account does not have. Passwords are
 * not kept. Not thread-safe.
 */
public final class AccountSetup {
  private final AccountContext context;
  private final String account;
  private final StoredAccount stored;
  private final Trials trials;
  private final @Nullable MailDiscovery discovery;
  private final Set<TargetQuestion> confirmed = new HashSet<>();
  private final Map<MailProtocol, ChosenServer> chosen = new EnumMap<>(MailProtocol.class);

  /** The consents to send the password to servers without TLS. */
  private final Map<MailProtocol, Consent> withoutTls = new EnumMap<>(MailProtocol.class);

  private ProbeResults results = ProbeResults.none();
  private @Nullable Questions questions;
  private SetupStep step = new SetupStep.ServerEntry(/* reason= */ null);

  AccountSetup(AccountContext context) {
    this.context = context;
    this.account = context.account();
    this.stored = context.stored();
    this.trials = new Trials(context);
    SecureResolver resolver = context.resolver();
    this.discovery = resolver == null ? null : new MailDiscovery(resolver);
  }

  /** How far an account is. */
  public enum Stage {
    /** Nothing is stored of it. */
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

  /** The step that waits for an answer. */
  public SetupStep step() {
    return step;
  }

  /**
   * Returns how far the account is with the server that it is to use for that service.
   *
   * @throws AccountStoreException if the store cannot be read or believed
   */
  public Stage stage(MailService service) throws AccountStoreException {
    ChosenServer server = chosen.get(service.protocol());
    if (server == null) {
      return stored.isKnown() ? Stage.SETUP : Stage.NEW;
    }
    for (Endpoint endpoint : server.endpoints()) {
      if (stored.isEstablished(service, endpoint.host())) {
        return Stage.ESTABLISHED;
      }
    }
    return Stage.SETUP;
  }

  // ---- which servers

  /**
   * Looks up the servers that the domain of the address publishes; contacts no mail server.
   *
   * @return {@code ProposedServers}, or {@code ServerEntry} where there are none
   */
  public SetupStep discover() {
    requireOpen();
    if (discovery == null) {
      return next(
          new SetupStep.ServerEntry(
              new LookupRefusal.ResolverUnavailable(
                  PeerText.of("to find the servers of " + account),
                  PeerText.of("these accounts have no resolver"))));
    }
    Discovery found = discovery.discover(account);
    return next(
        found instanceof Discovery.Complete both
            ? new SetupStep.ProposedServers(both.access(), both.submission())
            : new SetupStep.ServerEntry(((Decision.Declined) found.accept()).refusal()));
  }

  /**
   * Uses the proposed servers and connects to them without credentials, after a {@code
   * Confirmation} of those that need one.
   *
   * @throws IllegalStateException if the step is another one
   * @throws AccountStoreException if the store cannot be read, written or believed
   */
  public SetupStep useProposal() throws AccountStoreException {
    SetupStep.ProposedServers proposed = require(SetupStep.ProposedServers.class);
    List<TargetQuestion> open =
        proposed.proposals().stream()
            .map(Proposal::question)
            .flatMap(Optional::stream)
            .filter(question -> !confirmed.contains(question))
            .toList();
    return ask(
        open.stream().<Warning>map(q -> new Warning.TargetOutsideDomain(account, q)).toList(),
        consents -> {
          confirmed.addAll(open);
          return use(proposed);
        },
        () -> new SetupStep.Refused(open.get(0).refusal()));
  }

  private SetupStep use(SetupStep.ProposedServers proposed) throws AccountStoreException {
    Decision decision =
        new Discovery.Complete(proposed.access(), proposed.submission()).accept(confirmed);
    if (decision instanceof Decision.Declined declined) {
      return new SetupStep.Refused(declined.refusal());
    }
    chosen.clear();
    for (ServerSettings settings : ((Decision.Accepted) decision).settings()) {
      choose(ChosenServer.discovered(settings));
    }
    return probe();
  }

  /**
   * Uses servers that the person named, with TLS, which is required, and connects to them without
   * credentials. They replace those that were used before.
   *
   * @throws IllegalArgumentException if there is no server, or two for one protocol
   * @throws IllegalStateException if the set-up has ended
   * @throws AccountStoreException if the store cannot be read, written or believed
   */
  public SetupStep enterServers(List<MailServer> servers) throws AccountStoreException {
    requireOpen();
    long protocols = servers.stream().map(s -> s.service().protocol()).distinct().count();
    if (servers.isEmpty() || protocols != servers.size()) {
      throw new IllegalArgumentException("one server for each protocol is needed");
    }
    chosen.clear();
    for (MailServer server : servers) {
      choose(ChosenServer.named(server));
    }
    return next(probe());
  }

  private void choose(ChosenServer server) throws AccountStoreException {
    MailProtocol protocol = server.service().protocol();
    chosen.put(protocol, server);
    withoutTls.remove(protocol);
    trials.forget(protocol);
    stored.settingUp(server, remembered(server));
  }

  private @Nullable DiscoveredServers remembered(ChosenServer server) {
    ServerSettings settings = server.discovered();
    return settings != null && SourceDomain.of(account) instanceof SourceDomain.Known domain
        ? new DiscoveredServers(
            domain.name(),
            settings.user(),
            context.clock().instant(),
            settings.targets().stream().map(t -> remembered(server.service(), t)).toList())
        : null;
  }

  private static DiscoveredServers.Server remembered(MailService service, Target target) {
    Endpoint endpoint = target.endpoint();
    Approval approval = Objects.requireNonNull(target.approval());
    return new DiscoveredServers.Server(
        service,
        endpoint.host().text(),
        endpoint.port(),
        approval == Approval.DNSSEC ? DnssecStatus.SECURE : DnssecStatus.INSECURE,
        approval);
  }

  // ---- without credentials

  /**
   * Connects to the servers again, without credentials.
   *
   * @throws IllegalStateException if no servers were tried yet
   * @throws AccountStoreException if the store cannot be read, written or believed
   */
  public SetupStep tryAgain() throws AccountStoreException {
    require(SetupStep.Unusable.class);
    return next(probe());
  }

  private SetupStep probe() throws AccountStoreException {
    results = trials.probe(chosen.values());
    if (results.failed().isEmpty()) {
      return passwordEntry(/* rejectedBy= */ null);
    }
    if (results.remedy() == Remedy.CERTIFICATE) {
      results
          .offers()
          .forEach(
              o ->
                  context.publish(
                      new SecurityEvent.PinOffered(
                          account, o.service(), o.endpoint(), o.pin(), o.refusal())));
    }
    return unusable(results.remedy());
  }

  private SetupStep unusable(Remedy remedy) {
    return new SetupStep.Unusable(results.probed(), remedy);
  }

  // ---- what a person has to know

  /**
   * Continues with the warnings about what the servers lack. Nothing changes before the last one is
   * agreed to.
   *
   * @throws IllegalStateException if the step is another one, or has no remedy
   * @throws AccountStoreException if the store cannot be read, written or believed
   */
  public SetupStep considerRisks() throws AccountStoreException {
    SetupStep.Unusable unusable = require(SetupStep.Unusable.class);
    if (unusable.remedy() == Remedy.NONE) {
      throw new IllegalStateException("there is no remedy to consider");
    }
    List<Warning> warnings = new ArrayList<>();
    Supplier<SetupStep> declined = () -> unusable(Remedy.NONE);
    if (unusable.remedy() == Remedy.CERTIFICATE) {
      warnings.add(new Warning.MinimumDisabled(account, Cause.CERTIFICATE));
      results.offers().forEach(offer -> warnings.add(offer.warning(account)));
      return ask(warnings, this::pin, declined);
    }
    warnings.add(new Warning.MinimumDisabled(account, Cause.NO_TLS));
    for (MailServer server : results.serversWithoutTls()) {
      warnings.add(
          new Warning.CleartextConfiguration(account, server.service(), server.endpoint()));
      warnings.add(new Warning.CleartextTest(account, server.service(), server.endpoint()));
    }
    return ask(warnings, this::useWithoutTls, declined);
  }

  private SetupStep pin(List<Consent> consents) throws AccountStoreException {
    List<PinOffer> offers = results.offers();
    Map<PinOffer, PinnedCertificate> pins = new LinkedHashMap<>();
    for (int i = 0; i < offers.size(); i++) {
      Consent consent = consents.get(i + 1);
      pins.put(
          offers.get(i),
          new PinnedCertificate(offers.get(i).pin(), consent.at(), consent.warning().version()));
    }
    boolean hadMinimum = stored.state().disabled() == null;
    if (stored.pinned(pins, disabled(consents.get(0))) && hadMinimum) {
      context.publish(new SecurityEvent.MinimumDisabled(account));
    }
    return probe();
  }

  private SetupStep useWithoutTls(List<Consent> consents) throws AccountStoreException {
    List<MailServer> servers = results.serversWithoutTls();
    context.publish(new SecurityEvent.MinimumDisabled(account));
    stored.disabled(disabled(consents.get(0)));
    for (int i = 0; i < servers.size(); i++) {
      MailServer server = servers.get(i);
      choose(ChosenServer.named(server));
      withoutTls.put(server.service().protocol(), consents.get(2 * i + 2));
    }
    return passwordEntry(/* rejectedBy= */ null);
  }

  private static MinimumDisabled disabled(Consent consent) {
    return new MinimumDisabled(consent.at(), consent.warning().version());
  }

  private SetupStep ask(
      List<Warning> warnings, Questions.Agreed agreed, Supplier<SetupStep> declined)
      throws AccountStoreException {
    questions = new Questions(warnings, context.clock(), agreed, declined);
    return next(following(questions));
  }

  private SetupStep following(Questions asked) throws AccountStoreException {
    Question open = asked.open().orElse(null);
    return open == null ? asked.end() : new SetupStep.Confirmation(open, results.probed());
  }

  private Questions asked() {
    require(SetupStep.Confirmation.class);
    return Objects.requireNonNull(questions);
  }

  /**
   * Agrees to the open question.
   *
   * @throws IllegalStateException if the step is another one
   * @throws IllegalArgumentException if it is the consent to another question, or was used before
   * @throws AccountStoreException if the store cannot be read, written or believed
   */
  public SetupStep answer(Consent consent) throws AccountStoreException {
    Questions asked = asked();
    asked.agree(consent);
    return next(following(asked));
  }

  /**
   * Declines the open question. Nothing that the questions were about changes.
   *
   * @throws IllegalStateException if the step is another one
   */
  public SetupStep decline() {
    return next(asked().declined());
  }

  // ---- with credentials

  private SetupStep.PasswordEntry passwordEntry(@Nullable MailService rejectedBy) {
    return new SetupStep.PasswordEntry(account, connections(), rejectedBy);
  }

  private List<ConnectionSecurity> connections() {
    return chosen.values().stream()
        .map(
            server ->
                withoutTls.containsKey(server.service().protocol())
                    ? new ConnectionSecurity.Unjudged(server.service(), server.endpoint())
                    : trials.reached(server).orElseThrow())
        .toList();
  }

  /**
   * Logs in at every server. Each connection is verified again before the password is sent. A
   * consent to send it without protection is good for one password within five minutes; without it
   * the person is asked again, and nothing is sent.
   *
   * @param password the password; it is not kept
   * @return {@code Done}; {@code PasswordEntry} or {@code Confirmation} if it was rejected or a
   *     consent is missing; {@code Refused} or {@code Failed}
   * @throws IllegalStateException if the step is another one
   * @throws IllegalArgumentException if the password is empty
   * @throws AccountStoreException if the store cannot be read, written or believed
   */
  public SetupStep password(String password) throws AccountStoreException {
    require(SetupStep.PasswordEntry.class);
    if (password.isEmpty()) {
      throw new IllegalArgumentException("the password is empty");
    }
    if (!spendConsents()) {
      return askForTests(/* rejectedBy= */ null);
    }
    LoginResult result = trials.logIn(chosen.values(), withoutTls.keySet(), password);
    if (result instanceof LoginResult.Rejected rejected) {
      return withoutTls.isEmpty()
          ? next(passwordEntry(rejected.service()))
          : askForTests(rejected.service());
    }
    if (result instanceof LoginResult.Refused refused) {
      return next(new SetupStep.Refused(refused.refusal(), refused.text()));
    }
    if (result instanceof LoginResult.Failed failed) {
      return next(new SetupStep.Failed(failed.service(), failed.problem()));
    }
    return end(((LoginResult.Accepted) result).connections());
  }

  private boolean spendConsents() {
    Instant now = context.clock().instant();
    boolean isPermitted = true;
    for (Consent each : withoutTls.values()) {
      isPermitted &= each.isRecent(now) && each.spend();
    }
    return isPermitted;
  }

  private SetupStep askForTests(@Nullable MailService rejectedBy) throws AccountStoreException {
    List<MailProtocol> protocols = List.copyOf(withoutTls.keySet());
    List<Warning> warnings = new ArrayList<>();
    for (MailProtocol protocol : protocols) {
      ChosenServer server = Objects.requireNonNull(chosen.get(protocol));
      warnings.add(new Warning.CleartextTest(account, server.service(), server.endpoint()));
    }
    return ask(
        warnings,
        consents -> {
          for (int i = 0; i < protocols.size(); i++) {
            withoutTls.put(protocols.get(i), consents.get(i));
          }
          return passwordEntry(rejectedBy);
        },
        () -> unusable(Remedy.NONE));
  }

  // ---- the end

  /**
   * Ends the set-up without a login, for programs that log in by other means than a password. From
   * now on the account is established at its servers.
   *
   * @throws IllegalStateException if the servers do not meet what the account requires yet
   * @throws AccountStoreException if the store cannot be read or written
   */
  public SetupStep finish() throws AccountStoreException {
    require(SetupStep.PasswordEntry.class);
    return end(connections());
  }

  private SetupStep end(List<ConnectionSecurity> connections) throws AccountStoreException {
    for (ConnectionSecurity each : connections) {
      stored.established(each);
    }
    return next(new SetupStep.Done(new MailAccount(context), connections));
  }

  private SetupStep next(SetupStep following) {
    step = following;
    return following;
  }

  private <T extends SetupStep> T require(Class<T> expected) {
    if (!expected.isInstance(step)) {
      throw new IllegalStateException("the set-up is at " + step.getClass().getSimpleName());
    }
    return expected.cast(step);
  }

  private void requireOpen() {
    if (step instanceof SetupStep.Done
        || step instanceof SetupStep.Refused
        || step instanceof SetupStep.Failed) {
      throw new IllegalStateException("the set-up has ended");
    }
  }

  @Override
  public String toString() {
    return "set-up of " + account;
  }
}
