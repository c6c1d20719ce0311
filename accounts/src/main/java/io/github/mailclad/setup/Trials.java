package io.github.mailclad.setup;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.MailService;
import io.github.mailclad.Probe;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.internal.mailproto.Dialects;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.setup.AccountProperties.Demand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Tries the servers of an account that is being set up, without credentials and with them, and
 * knows what the last try of each service gave. Every connection reads and teaches the account's
 * memory as those of the finished account will.
 */
final class Trials {
  private final String account;
  private final Memory memory;
  private final AccountProperties composed;
  private final Map<MailService, ConnectionSecurity> reached = new EnumMap<>(MailService.class);

  Trials(MailAccounts accounts, String account) {
    this.account = account;
    this.memory = accounts.memory(account);
    this.composed = accounts.propertiesOf(account);
  }

  /** What the last try of the server gave; empty if there was none, or it came to nothing. */
  Optional<ConnectionSecurity> reached(ChosenServer server) {
    return Optional.ofNullable(reached.get(server.service().with(TlsStart.IMPLICIT)));
  }

  /** Another server is used for that service, in its form with implicit TLS. */
  void forget(MailService kind) {
    reached.remove(kind);
  }

  /** Connects without credentials, as the account would. */
  Probe probe(ChosenServer server) throws AccountStoreException {
    MailService kind = server.service().with(TlsStart.IMPLICIT);
    reached.remove(kind);
    Probe outcome = new Dialogue(server.service(), properties(server, demand(server))).probe();
    if (outcome instanceof Probe.Reached there) {
      reached.put(kind, there.security());
    }
    return outcome;
  }

  /** Why nobody is asked for a password after that; empty if it may be sent there. */
  Optional<CredentialCheck> objection(ProbedService probed) throws AccountStoreException {
    MailService service = probed.service();
    if (probed.outcome() instanceof Probe.Refused refused) {
      return Optional.of(new CredentialCheck.Refused(service, refused.refusal()));
    }
    if (probed.outcome() instanceof Probe.Unreachable unreachable) {
      return Optional.of(new CredentialCheck.Failed(service, unreachable.problem()));
    }
    Probe.Reached there = (Probe.Reached) probed.outcome();
    boolean isPinned =
        memory.server(service, there.security().endpoint()).pin() != null
            && memory.state().disabled() != null;
    ConfidentialityLevel required =
        isPinned ? ConfidentialityLevel.ENCRYPTED : ConfidentialityLevel.AUTHENTICATED;
    if (!there.security().level().meets(required)) {
      return Optional.of(
          new CredentialCheck.Failed(service, "the connection is less than the account requires"));
    }
    return Dialects.of(service.protocol()).offersLogin(there.capabilities())
        ? Optional.empty()
        : Optional.of(
            new CredentialCheck.Refused(service, new LoginRefusal.AuthenticationNotOffered()));
  }

  /** Logs in at every server, until one does not take it. */
  CredentialCheck logIn(
      Collection<ChosenServer> servers, Set<ChosenServer> withoutTls, String password)
      throws AccountStoreException {
    List<ConnectionSecurity> connections = new ArrayList<>();
    for (ChosenServer server : servers) {
      Demand demand = withoutTls.contains(server) ? new Demand.Nothing() : demand(server);
      Dialogue.Outcome outcome =
          new Dialogue(server.service(), properties(server, demand)).logIn(account, password);
      if (outcome instanceof Dialogue.Outcome.Not not) {
        return not.because();
      }
      connections.add(((Dialogue.Outcome.LoggedIn) outcome).security());
    }
    for (ConnectionSecurity got : connections) {
      reached.put(got.service().with(TlsStart.IMPLICIT), got);
    }
    return new CredentialCheck.Accepted(connections);
  }

  /** A certificate that was accepted for a server of the account counts, as it is stored then. */
  private Demand demand(ChosenServer server) throws AccountStoreException {
    return memory.state().disabled() != null && memory.hasPin(server)
        ? new Demand.StoredCertificate()
        : new Demand.Minimum();
  }

  private Properties properties(ChosenServer server, Demand demand) {
    Properties properties = composed.remembering();
    properties.putAll(composed.of(server, demand));
    return properties;
  }
}
