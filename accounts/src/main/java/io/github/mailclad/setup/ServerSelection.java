package io.github.mailclad.setup;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.account.AccountState.DisabledMinimum;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.ServerState.PinnedCertificate;
import io.github.mailclad.discovery.Discovery;
import io.github.mailclad.discovery.MailDiscovery;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.refusal.LookupRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.setup.Question.Consent;
import io.github.mailclad.setup.SetupStep.Remedy;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The servers of an account that is being set up, one for each protocol, with the risks that a
 * person accepted for them. Each change is stored at once.
 */
final class ServerSelection {
  private final AccountContext context;
  private final String account;
  private final StoredAccount stored;
  private final Trials trials;
  private final Map<MailProtocol, ChosenServer> chosen = new EnumMap<>(MailProtocol.class);

  /** The consents to send the password to servers without TLS. */
  private final Map<MailProtocol, Consent> withoutTls = new EnumMap<>(MailProtocol.class);

  ServerSelection(AccountContext context) {
    this.context = context;
    this.account = context.account();
    this.stored = context.stored();
    this.trials = new Trials(context);
  }

  /** Returns the server for that service; empty if there is none yet. */
  Optional<ChosenServer> of(MailService service) {
    return Optional.ofNullable(chosen.get(service.protocol()));
  }

  /**
   * Looks up the servers that the domain of the address publishes; uses none of them.
   *
   * @return {@code ProposedServers}, or {@code ServerEntry} where there are none
   */
  SetupStep discover() {
    SecureResolver resolver = context.resolver();
    if (resolver == null) {
      return new SetupStep.ServerEntry(
          new LookupRefusal.ResolverUnavailable(
              PeerText.of("to find the servers of " + account),
              PeerText.of("these accounts have no resolver")));
    }
    MailDiscovery records = new MailDiscovery(resolver);
    MailDiscovery discovery =
        context.files() == null ? records : records.withConfigurationFiles(context.files());
    Discovery found = discovery.discover(account);
    Outcome<SetupStep> proposed =
        found
            .access()
            .then(access -> found.submission().map(s -> new SetupStep.ProposedServers(access, s)));
    return proposed.refusal().<SetupStep>map(SetupStep.ServerEntry::new).orElseGet(proposed::get);
  }

  /** Replaces all servers. */
  void replace(List<ChosenServer> servers) throws AccountStoreException {
    chosen.clear();
    for (ChosenServer server : servers) {
      choose(server);
    }
  }

  private void choose(ChosenServer server) throws AccountStoreException {
    MailProtocol protocol = server.service().protocol();
    chosen.put(protocol, server);
    withoutTls.remove(protocol);
    trials.forget(protocol);
    stored.settingUp(server, server.remembered(account, context.clock().instant()));
  }

  /** Connects to every server without credentials. */
  ProbeResults probe() throws AccountStoreException {
    ProbeResults results = trials.probe(chosen.values());
    if (!results.failed().isEmpty() && results.remedy() == Remedy.CERTIFICATE) {
      for (PinOffer o : results.offers()) {
        context.publish(
            new SecurityEvent.PinOffered(account, o.service(), o.endpoint(), o.pin(), o.refusal()));
      }
    }
    return results;
  }

  /**
   * Accepts the certificates that failed servers presented.
   *
   * @param consents the answers to {@link ProbeResults#warnings}
   */
  void acceptCertificates(ProbeResults results, List<Consent> consents)
      throws AccountStoreException {
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
  }

  /**
   * Uses the failed servers without TLS.
   *
   * @param consents the answers to {@link ProbeResults#warnings}
   */
  void useWithoutTls(ProbeResults results, List<Consent> consents) throws AccountStoreException {
    context.publish(new SecurityEvent.MinimumDisabled(account));
    stored.disabled(disabled(consents.get(0)));
    for (MailServer server : results.serversWithoutTls()) {
      choose(ChosenServer.named(server));
    }
    permitTests(consents);
  }

  private static DisabledMinimum disabled(Consent consent) {
    return new DisabledMinimum(consent.at(), consent.warning().version());
  }

  /** Keeps the consents to send the password without protection; leaves out the other ones. */
  void permitTests(List<Consent> consents) {
    for (Consent consent : consents) {
      if (consent.warning() instanceof Warning.CleartextTest test) {
        withoutTls.put(test.service().protocol(), consent);
      }
    }
  }

  /**
   * Uses up the consents to send the password without protection; returns false if one is missing.
   */
  boolean spendConsents() {
    Instant now = context.clock().instant();
    boolean isPermitted = true;
    for (Consent each : withoutTls.values()) {
      isPermitted &= each.isRecent(now) && each.spend();
    }
    return isPermitted;
  }

  /** Returns the warnings before the password is sent without protection; empty if it never is. */
  List<Warning> testWarnings() {
    return withoutTls.keySet().stream()
        .map(protocol -> Objects.requireNonNull(chosen.get(protocol)))
        .<Warning>map(s -> new Warning.CleartextTest(account, s.service(), s.endpoint()))
        .toList();
  }

  /** Returns the security of the connection to each server. */
  List<ConnectionSecurity> connections() {
    return chosen.values().stream()
        .map(
            server ->
                withoutTls.containsKey(server.service().protocol())
                    ? new ConnectionSecurity.Unjudged(server.service(), server.endpoint())
                    : trials.reached(server).orElseThrow())
        .toList();
  }

  /** Logs in at every server, until one does not accept the password. */
  LoginResult logIn(String password) throws AccountStoreException {
    return trials.logIn(chosen.values(), withoutTls.keySet(), password);
  }

  /** Stores that the account uses the servers from now on. */
  void establish(List<ConnectionSecurity> connections) throws AccountStoreException {
    for (ConnectionSecurity each : connections) {
      stored.established(each);
    }
  }
}
