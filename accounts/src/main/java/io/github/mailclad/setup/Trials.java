package io.github.mailclad.setup;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.Probe;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.internal.mailproto.Dialects;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.setup.AccountProperties.ServerRequirement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Connects to the servers of an account that is being set up, without credentials and with them,
 * and keeps the last result for each protocol. Every connection reads and updates the store as
 * those of the finished account will.
 */
final class Trials {
  private final String account;
  private final StoredAccount stored;
  private final AccountProperties composed;
  private final Map<MailProtocol, ConnectionSecurity> reached = new EnumMap<>(MailProtocol.class);

  Trials(AccountContext context) {
    this.account = context.account();
    this.stored = context.stored();
    this.composed = context.properties();
  }

  /**
   * Returns the security of the last connection to the server; empty if the last attempt failed.
   */
  Optional<ConnectionSecurity> reached(ChosenServer server) {
    return Optional.ofNullable(reached.get(server.service().protocol()));
  }

  /** Forgets the last result, because another server is used. */
  void forget(MailProtocol protocol) {
    reached.remove(protocol);
  }

  /** Connects to every server without credentials. */
  ProbeResults probe(Collection<ChosenServer> servers) throws AccountStoreException {
    List<ProbedService> probed = new ArrayList<>();
    List<PinOffer> offers = new ArrayList<>();
    for (ChosenServer server : servers) {
      Probe outcome = probe(server);
      probed.add(new ProbedService(server.service(), outcome));
      if (outcome instanceof Probe.Refused refused) {
        offer(server, refused).ifPresent(offers::add);
      }
    }
    return new ProbeResults(probed, offers);
  }

  private Optional<PinOffer> offer(ChosenServer server, Probe.Refused refused)
      throws AccountStoreException {
    Endpoint endpoint = refused.endpoint();
    return endpoint == null
            || stored.isEstablished(server.service(), endpoint.host())
            || stored.server(server.service(), endpoint).pin() != null
        ? Optional.empty()
        : PinOffer.after(refused, server.service());
  }

  /**
   * Connects without credentials, as the account would. A server that was reached is still refused
   * if the password could not be sent to it.
   */
  private Probe probe(ChosenServer server) throws AccountStoreException {
    reached.remove(server.service().protocol());
    Probe outcome =
        new ServerConnection(server.service(), properties(server, requirement(server))).probe();
    if (!(outcome instanceof Probe.Reached there)) {
      return outcome;
    }
    if (!there.security().level().meets(requiredLevel(there.security()))) {
      return new Probe.Unreachable("the connection is less than the account requires");
    }
    if (!Dialects.of(server.service().protocol()).offersLogin(there.capabilities())) {
      return new Probe.Refused(
          there.security().endpoint(),
          new LoginRefusal.AuthenticationNotOffered(),
          /* certificate= */ null);
    }
    reached.put(server.service().protocol(), there.security());
    return outcome;
  }

  private ConfidentialityLevel requiredLevel(ConnectionSecurity got) throws AccountStoreException {
    boolean isPinned =
        stored.server(got.service(), got.endpoint()).pin() != null
            && stored.state().disabled() != null;
    return isPinned ? ConfidentialityLevel.ENCRYPTED : ConfidentialityLevel.AUTHENTICATED;
  }

  /** Logs in at every server, until one does not accept the password. */
  LoginResult logIn(Collection<ChosenServer> servers, Set<MailProtocol> withoutTls, String password)
      throws AccountStoreException {
    List<ConnectionSecurity> connections = new ArrayList<>();
    for (ChosenServer server : servers) {
      ServerRequirement requirement =
          withoutTls.contains(server.service().protocol())
              ? ServerRequirement.NOTHING
              : requirement(server);
      LoginResult result =
          new ServerConnection(server.service(), properties(server, requirement))
              .logIn(account, password);
      if (!(result instanceof LoginResult.Accepted accepted)) {
        return result;
      }
      connections.addAll(accepted.connections());
    }
    connections.forEach(got -> reached.put(got.service().protocol(), got));
    return new LoginResult.Accepted(connections);
  }

  /**
   * Returns the requirement for a server. A certificate that was accepted for it counts, as it is
   * stored at that time.
   */
  private ServerRequirement requirement(ChosenServer server) throws AccountStoreException {
    return stored.state().disabled() != null && stored.hasPin(server)
        ? ServerRequirement.STORED_CERTIFICATE
        : ServerRequirement.MINIMUM;
  }

  private Properties properties(ChosenServer server, ServerRequirement requirement) {
    Properties properties = composed.remembering();
    properties.putAll(composed.of(server, requirement));
    return properties;
  }
}
