package io.github.mailclad.setup;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountState.DisabledMinimum;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.DiscoveredServers;
import io.github.mailclad.account.ServerState;
import io.github.mailclad.account.ServerState.PinnedCertificate;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The access of the set-up to one account in its store. */
final class StoredAccount {
  private final String account;
  private final AccountStore store;
  private final Clock clock;

  StoredAccount(String account, AccountStore store, Clock clock) {
    this.account = account;
    this.store = store;
    this.clock = clock;
  }

  /** Returns the stored state; an unknown account where nothing is stored. */
  AccountState state() throws AccountStoreException {
    return store.read(account).orElseGet(() -> AccountState.unknown(account));
  }

  boolean isKnown() throws AccountStoreException {
    return store.read(account).isPresent();
  }

  ServerState server(MailService service, Endpoint server) throws AccountStoreException {
    return state().server(service, server);
  }

  /** Returns whether the account was ever established at that host, for that service. */
  boolean isEstablished(MailService service, Host host) throws AccountStoreException {
    return isEstablished(state(), service, host);
  }

  /** Returns whether the account was ever established at the host of one of the servers. */
  boolean isEstablished(ChosenServer servers) throws AccountStoreException {
    AccountState state = state();
    return servers.endpoints().stream()
        .anyMatch(e -> isEstablished(state, servers.service(), e.host()));
  }

  private static boolean isEstablished(AccountState state, MailService service, Host host) {
    return state.service(service).stream()
        .flatMap(s -> s.host(host.text()).stream())
        .anyMatch(s -> s.established() != null);
  }

  /**
   * Stores that the account is being set up at these servers, unless it was before.
   *
   * @param discovered the servers that were discovered from the domain; null if a person named the
   *     server
   */
  void settingUp(ChosenServer chosen, @Nullable DiscoveredServers discovered)
      throws AccountStoreException {
    MailService service = chosen.service();
    store.update(
        account,
        state -> {
          AccountState known = state;
          for (Endpoint endpoint : chosen.endpoints()) {
            known = known.update(service, endpoint, server -> server);
          }
          return known.update(service, s -> s.discovered(discovered));
        });
  }

  /**
   * Stores that the account is established at a server; the connection itself stored the security
   * that it saw.
   */
  void established(ConnectionSecurity got) throws AccountStoreException {
    store.update(
        account,
        state ->
            state.update(
                got.service(),
                got.endpoint(),
                known ->
                    new ServerState(
                        known.host(), known.port(), clock.instant(), known.seen(), known.pin())));
  }

  /** Returns whether a certificate was accepted for one of the servers. */
  boolean hasPin(ChosenServer servers) throws AccountStoreException {
    AccountState state = state();
    return servers.endpoints().stream()
        .anyMatch(e -> state.server(servers.service(), e).pin() != null);
  }

  void disabled(DisabledMinimum decision) throws AccountStoreException {
    store.update(account, state -> state.disabled(decision));
  }

  /**
   * Stores that a person accepted certificates, all or none of them.
   *
   * @return false if the account was established meanwhile at one of the hosts; nothing is stored
   *     then
   */
  boolean pinned(Map<PinOffer, PinnedCertificate> pins, DisabledMinimum disabled)
      throws AccountStoreException {
    AtomicBoolean pinned = new AtomicBoolean();
    store.update(
        account,
        state -> {
          pinned.set(
              pins.keySet().stream()
                  .noneMatch(o -> isEstablished(state, o.service(), o.endpoint().host())));
          if (!pinned.get()) {
            return state;
          }
          AccountState changed = state.disabled() == null ? state.disabled(disabled) : state;
          for (Map.Entry<PinOffer, PinnedCertificate> each : pins.entrySet()) {
            PinOffer offer = each.getKey();
            changed =
                changed.update(
                    offer.service(), offer.endpoint(), known -> known.pin(each.getValue()));
          }
          return changed;
        });
    return pinned.get();
  }

  /**
   * Stores that a certificate is not accepted any more; the minimum returns if no server needs it.
   */
  void unpinned(MailService service, Endpoint server) throws AccountStoreException {
    store.update(
        account,
        state -> {
          AccountState without = state.update(service, server, known -> known.pin(null));
          return without.services().stream()
                  .flatMap(s -> s.servers().stream())
                  .anyMatch(StoredAccount::needsNoMinimum)
              ? without
              : without.disabled(null);
        });
  }

  private static boolean needsNoMinimum(ServerState server) {
    return server.pin() != null || (server.established() != null && server.seen() == null);
  }
}
