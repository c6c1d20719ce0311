package io.github.mailclad.setup;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.DiscoveredServers;
import io.github.mailclad.account.Observation;
import io.github.mailclad.account.ServerState;
import io.github.mailclad.account.ServerState.PinnedCertificate;
import io.github.mailclad.account.ServiceState;
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.discovery.Target;
import io.github.mailclad.setup.AccountProperties.ServerRequirement;
import io.github.mailclad.setup.Question.Consent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** An account that was set up. Immutable and thread-safe: its state is read from the store. */
public final class MailAccount {
  private final AccountContext context;
  private final String account;
  private final StoredAccount stored;

  MailAccount(AccountContext context) {
    this.context = context;
    this.account = context.account();
    this.stored = context.stored();
  }

  /** Returns the login name of the account. */
  public String account() {
    return account;
  }

  /**
   * Returns the session properties of the account as it is stored now; a new object each time.
   *
   * @throws AccountStoreException if the store cannot be read or its content is not trusted
   */
  public Properties properties() throws AccountStoreException {
    AccountProperties composed = context.properties();
    Properties properties = composed.remembering();
    AccountState state = stored.state();
    for (ServiceState service : state.services()) {
      current(service)
          .ifPresent(
              server ->
                  properties.putAll(composed.of(server, requirement(state, service, server))));
    }
    return properties;
  }

  /**
   * Returns the indicator of the account's last connections, the worst of its services, to be shown
   * before there is a connection. For an open connection use {@link SecurityIndicator#of}.
   *
   * @throws AccountStoreException if the store cannot be read or its content is not trusted
   */
  public SecurityIndicator indicator() throws AccountStoreException {
    AccountState state = stored.state();
    List<SecurityIndicator> services = new ArrayList<>();
    for (ServiceState service : state.services()) {
      current(service).ifPresent(server -> services.add(lastKnown(service, server)));
    }
    return SecurityIndicator.worst(services);
  }

  private static SecurityIndicator lastKnown(ServiceState service, ChosenServer server) {
    return server.endpoints().stream()
        .flatMap(e -> service.server(e.host().text(), e.port()).stream())
        .filter(s -> s.established() != null)
        .max(Comparator.comparing(ServerState::established))
        .map(s -> indicator(s.seen()))
        .orElse(SecurityIndicator.UNKNOWN_NOT_CONNECTED);
  }

  private static SecurityIndicator indicator(@Nullable Observation seen) {
    if (seen == null) {
      return SecurityIndicator.NOT_CONFIDENTIAL;
    }
    return switch (seen.evidence()) {
      case PKIX, DANE -> SecurityIndicator.CONFIDENTIAL;
      case PIN -> SecurityIndicator.PINNED_NOT_CONFIDENTIAL;
      case NONE -> SecurityIndicator.NOT_CONFIDENTIAL;
    };
  }

  /**
   * Returns the servers that the domain named, else the one where the account was established last.
   */
  private Optional<ChosenServer> current(ServiceState service) {
    DiscoveredServers discovered = service.discovered();
    if (discovered != null) {
      List<Target> targets =
          discovered.inOrder().stream()
              .map(
                  s ->
                      new Target(
                          new Endpoint(Host.of(s.host()), s.port(), Endpoint.Provenance.SRV),
                          s.approval(),
                          List.of()))
              .toList();
      MailService kind = discovered.inOrder().get(0).service();
      return Optional.of(ChosenServer.discovered(new ServerSettings(account, kind, targets)));
    }
    return service.servers().stream()
        .filter(s -> s.established() != null)
        .max(Comparator.comparing(ServerState::established))
        .map(s -> MailServer.of(started(service.service(), s), s.host(), s.port()))
        .map(ChosenServer::named);
  }

  private static MailService started(MailService kind, ServerState server) {
    Observation seen = server.seen();
    if (seen != null) {
      return kind.with(seen.start());
    }
    // there was no TLS: only a service that can start without TLS was used so
    return kind.with(TlsStart.STARTTLS);
  }

  private static ServerRequirement requirement(
      AccountState state, ServiceState service, ChosenServer server) {
    if (state.disabled() == null) {
      return ServerRequirement.MINIMUM;
    }
    List<ServerState> used =
        server.endpoints().stream()
            .flatMap(e -> service.server(e.host().text(), e.port()).stream())
            .toList();
    if (used.stream().anyMatch(s -> s.pin() != null)) {
      return ServerRequirement.STORED_CERTIFICATE;
    }
    // an accepted certificate that was withdrawn is not accepted any more, and nothing weaker is
    // either
    boolean wasPinned =
        used.stream()
            .map(ServerState::seen)
            .anyMatch(seen -> seen != null && seen.evidence() == Observation.Evidence.PIN);
    // the minimum level was disabled for the certificate of another service
    boolean isForAnother =
        state.services().stream().flatMap(s -> s.servers().stream()).anyMatch(s -> s.pin() != null)
            && used.stream()
                .map(ServerState::seen)
                .anyMatch(
                    seen -> seen != null && seen.best() == ConfidentialityLevel.AUTHENTICATED);
    return wasPinned || isForAnother ? ServerRequirement.MINIMUM : ServerRequirement.NOTHING;
  }

  /**
   * Withdraws the acceptance of a certificate. From the next connection on, the server has to prove
   * its identity. Does nothing if no certificate was accepted.
   *
   * @param service the service, with either TLS start
   * @throws AccountStoreException if the store cannot be read or written
   */
  public void unpin(MailService service, String host, int port) throws AccountStoreException {
    Endpoint server = MailServer.of(service, host, port).endpoint();
    PinnedCertificate pin = stored.server(service, server).pin();
    if (pin != null) {
      context.publish(new SecurityEvent.PinRemoved(account, service, server, pin.certificate()));
      stored.unpinned(service, server);
    }
  }

  /** Returns the question whether the account is to have no minimum level. */
  public Question confirmDisabledMinimum() {
    return new Question(
        new Warning.MinimumDisabled(account, Warning.MinimumDisabled.Cause.NO_TLS),
        context.clock());
  }

  /**
   * Disables the minimum level of the account.
   *
   * @param consent the consent to {@link #confirmDisabledMinimum}
   * @throws IllegalArgumentException if it is the consent to another warning, or was used before
   * @throws AccountStoreException if the store cannot be read or written
   */
  public void disableMinimum(Consent consent) throws AccountStoreException {
    Warning expected = confirmDisabledMinimum().warning();
    if (!consent.warning().equals(expected) || !consent.spend()) {
      throw new IllegalArgumentException(consent + " does not permit this, or was used before");
    }
    context.publish(new SecurityEvent.MinimumDisabled(account));
    stored.disabled(new AccountState.DisabledMinimum(consent.at(), expected.version()));
  }

  @Override
  public String toString() {
    return account;
  }
}
