package io.github.mailclad.setup;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.Probe;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.Approval;
import io.github.mailclad.account.Observation;
import io.github.mailclad.account.ServiceState;
import io.github.mailclad.discovery.ServerSettings;
import io.github.mailclad.discovery.Target;
import io.github.mailclad.internal.memory.Observations;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The offer to require TLS from now on for an account without a minimum level (RFC 8314, section
 * 5). A person decides, after a look at the {@linkplain #servers() servers}: to accept also
 * confirms that they are the right ones. Nothing changes before that. Thread-safe.
 */
public final class UpgradeOffer {
  private final AccountStore store;
  private final ServerProber prober;
  private final Clock clock;
  private final AccountState offered;
  private final List<MailServer> servers;

  UpgradeOffer(
      AccountStore store,
      ServerProber prober,
      Clock clock,
      AccountState offered,
      List<MailServer> servers) {
    this.store = store;
    this.prober = prober;
    this.clock = clock;
    this.offered = offered;
    this.servers = List.copyOf(servers);
  }

  /** The result of accepting an offer. */
  public sealed interface Result {

    /**
     * The minimum level is back, and the account uses these servers.
     *
     * @param settings the servers, one for each service of the account
     */
    record Upgraded(List<ServerSettings> settings) implements Result {
      public Upgraded {
        settings = List.copyOf(settings);
      }

      /** Returns the session properties to set. */
      public Map<String, String> properties() {
        Map<String, String> all = new TreeMap<>();
        settings.forEach(s -> all.putAll(s.propertiesOfServer().orElseThrow()));
        return Collections.unmodifiableMap(all);
      }

      /**
       * Returns the session properties to remove, if they are set: the lowered minimum level, and
       * the server under the other names of its protocol.
       */
      public Set<String> obsolete() {
        Set<String> keys = new TreeSet<>(Set.of("mail.security.minimum-level"));
        for (ServerSettings server : settings) {
          for (String name : AccountProperties.namesOf(server.service())) {
            String prefix = "mail." + name + ".";
            keys.addAll(
                List.of(
                    prefix + "host",
                    prefix + "port",
                    prefix + "security.tls-start",
                    prefix + "security.minimum-level"));
          }
        }
        keys.removeAll(properties().keySet());
        return Collections.unmodifiableSet(keys);
      }
    }

    /**
     * A server did not prove its identity when it was tried again. Nothing was changed.
     *
     * @param server the server
     * @param probe the result of trying it: refused or unreachable
     */
    record Unproved(MailServer server, Probe probe) implements Result {}

    /**
     * The account was changed after the offer was made, so that the offer does not apply any more.
     * Nothing was changed.
     */
    record Superseded() implements Result {}
  }

  /** Returns the login name of the account. */
  public String account() {
    return offered.account();
  }

  /** Returns the servers that the account would use, one for each of its services. */
  public List<MailServer> servers() {
    return servers;
  }

  /**
   * Tries all servers again as an account with a minimum level does, and only then changes the
   * whole account at once. May be called again after a failure.
   *
   * @throws AccountStoreException if the account cannot be read or written; nothing is changed then
   *     unless the store says so
   */
  public Result accept() throws AccountStoreException {
    Optional<AccountState> known = store.read(account());
    if (known.isEmpty() || !fits(known.get())) {
      return new Result.Superseded();
    }
    Map<MailServer, ConnectionSecurity> proofs = new LinkedHashMap<>();
    for (MailServer server : servers) {
      Probe probe = IdentityProof.at(server, prober);
      if (!(probe instanceof Probe.Reached reached)) {
        return new Result.Unproved(server, probe);
      }
      proofs.put(server, reached.security());
    }
    Instant now = clock.instant();
    AtomicBoolean switched = new AtomicBoolean();
    store.update(
        account(),
        state -> {
          switched.set(fits(state));
          return switched.get() ? switched(state, proofs, now) : state;
        });
    return switched.get() ? new Result.Upgraded(settings()) : new Result.Superseded();
  }

  /**
   * Declines the offer. It is not made again for thirty days.
   *
   * @throws AccountStoreException if that cannot be stored
   */
  public void decline() throws AccountStoreException {
    Instant now = clock.instant();
    store.update(
        account(),
        state -> {
          AccountState declined = state;
          for (ServiceState service : state.services()) {
            declined = declined.with(service.upgradeDeclined(now));
          }
          return state.disabled() == null ? state : declined;
        });
  }

  /**
   * Returns whether the account still has the same decision to disable the minimum, and the same
   * servers. The security that was seen there may differ.
   */
  private boolean fits(AccountState state) {
    return state.disabled() != null
        && state.disabled().equals(offered.disabled())
        && places(state).equals(places(offered));
  }

  private static Map<MailService, Set<String>> places(AccountState state) {
    Map<MailService, Set<String>> places = new TreeMap<>();
    for (ServiceState service : state.services()) {
      Set<String> ofService = new TreeSet<>();
      service.servers().forEach(s -> ofService.add(s.host() + ":" + s.port()));
      if (service.discovered() != null) {
        service.discovered().inOrder().forEach(s -> ofService.add(s.host() + ":" + s.port()));
      }
      if (!ofService.isEmpty()) {
        places.put(service.service(), ofService);
      }
    }
    return places;
  }

  private static AccountState switched(
      AccountState state, Map<MailServer, ConnectionSecurity> proofs, Instant now) {
    AccountState changed = state.disabled(null);
    for (Map.Entry<MailServer, ConnectionSecurity> proof : proofs.entrySet()) {
      MailService kind = proof.getKey().service();
      Endpoint endpoint = proof.getKey().endpoint();
      Observation seen = Observations.of(proof.getValue(), /* tlsa= */ null, now).orElseThrow();
      // the application names the server from now on
      changed =
          changed
              .update(kind, endpoint, server -> server.seen(seen).established(now))
              .update(kind, service -> service.discovered(null).upgradeDeclined(null));
    }
    return changed;
  }

  private List<ServerSettings> settings() {
    return servers.stream()
        .map(
            s ->
                new ServerSettings(
                    account(),
                    s.service(),
                    List.of(
                        new Target(
                            s.endpoint(),
                            Approval.PERSON,
                            List.of(s.endpoint().host().identifier())))))
        .toList();
  }
}
