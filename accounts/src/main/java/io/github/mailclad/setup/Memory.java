package io.github.mailclad.setup;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.DiscoveredServers;
import io.github.mailclad.account.ServerState;
import io.github.mailclad.account.ServerState.PinnedCertificate;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is remembered of one account, as far as setting it up reads and writes it. */
final class Memory {
  private final String account;
  private final AccountStore store;
  private final Clock clock;

  Memory(String account, AccountStore store, Clock clock) {
    this.account = account;
    this.store = store;
    this.clock = clock;
  }

  /** The account as it is stored; one of which nothing is known otherwise. */
  AccountState state() throws AccountStoreException {
    return store.read(account).orElseGet(() -> AccountState.unknown(account));
  }

  /** Whether anything is stored. */
  boolean isKnown() throws AccountStoreException {
    return store.read(account).isPresent();
  }

  /** What is known of a server. */
  ServerState server(MailService service, Endpoint server) throws AccountStoreException {
    return state().server(service, server);
  }

  /** Whether the account was ever established at that host, for that service. */
  boolean isEstablished(MailService service, String host) throws AccountStoreException {
    return isEstablished(state(), service, host);
  }

  private static boolean isEstablished(AccountState state, MailService service, String host) {
    return state.service(service).stream()
        .flatMap(s -> s.host(host).stream())
        .anyMatch(s -> s.established() != null);
  }

  private void change(MailService service, Endpoint server, UnaryOperator<ServerState> change)
      throws AccountStoreException {
    store.update(account, state -> state.update(service, server, change));
  }

  /** The account is being set up there, unless it was before. */
  void settingUp(ChosenServer chosen) throws AccountStoreException {
    for (Endpoint endpoint : chosen.endpoints()) {
      change(chosen.service(), endpoint, known -> known);
    }
  }

  /** The account is used there from now on; what the connection showed is remembered by itself. */
  void established(ConnectionSecurity got) throws AccountStoreException {
    change(
        got.service(),
        got.endpoint(),
        known ->
            new ServerState(
                known.host(), known.port(), clock.instant(), known.seen(), known.pin()));
  }

  /** Whether a certificate was accepted for one of the servers. */
  boolean hasPin(ChosenServer servers) throws AccountStoreException {
    for (Endpoint endpoint : servers.endpoints()) {
      if (server(servers.service(), endpoint).pin() != null) {
        return true;
      }
    }
    return false;
  }

  /** The servers of a service are those that its domain named; null for none. */
  void discovered(MailService service, @Nullable DiscoveredServers servers)
      throws AccountStoreException {
    store.update(account, state -> state.update(service, known -> known.discovered(servers)));
  }

  /** The account has no minimum level any more. */
  void disabled(AccountState.MinimumDisabled decision) throws AccountStoreException {
    store.update(account, state -> state.disabled(decision));
  }

  /** A person accepted the certificate of a server, which must not be established yet. */
  void pinned(
      MailService service,
      Endpoint server,
      PinnedCertificate certificate,
      AccountState.MinimumDisabled disabled)
      throws AccountStoreException {
    store.update(
        account,
        state -> {
          if (isEstablished(state, service, server.host().text())) {
            throw new IllegalStateException(
                "the account is established at "
                    + server.host().text()
                    + ": no certificate is accepted");
          }
          AccountState lowered = state.disabled() == null ? state.disabled(disabled) : state;
          return lowered.update(service, server, known -> known.pin(certificate));
        });
  }

  /**
   * Takes back that a certificate was accepted, and the minimum level is back if nobody needs it.
   */
  Optional<PinnedCertificate> unpinned(MailService service, Endpoint server)
      throws AccountStoreException {
    PinnedCertificate pin = server(service, server).pin();
    store.update(
        account,
        state -> {
          AccountState without = state.update(service, server, known -> known.pin(null));
          return without.services().stream()
                  .flatMap(s -> s.servers().stream())
                  .anyMatch(Memory::needsNoMinimum)
              ? without
              : without.disabled(null);
        });
    return Optional.ofNullable(pin);
  }

  private static boolean needsNoMinimum(ServerState server) {
    return server.pin() != null || (server.established() != null && server.seen() == null);
  }
}
