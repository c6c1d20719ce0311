package io.github.mailclad.setup;

import io.github.mailclad.Probe;
import io.github.mailclad.SecurityEvent.TlsSeenButNotValid;
import io.github.mailclad.SecurityEvent.TlsUpgradeAvailable;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.ServiceState;
import io.github.mailclad.dns.SecureResolver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether an account without a minimum level could have one, and offers it (RFC 8314,
 * section 5). An offer covers the whole account, because its minimum level applies to all its
 * services. Each service needs a server that completed a handshake and proved its identity, without
 * any credentials. Such an offer is made once; it is not made again for thirty days, whether or not
 * a person declined it. Nothing changes before it is accepted.
 *
 * <p>Thread-safe, and immutable except for the record of reported findings.
 */
public final class UpgradeOffers {
  /** The time after an offer in which none is made for the account. */
  private static final Duration PAUSE = Duration.ofDays(30);

  private final AccountStore store;
  private final UpgradeCandidates candidates;
  private final ServerProber prober;
  private final EventPublisher publisher;
  private final Clock clock;
  private final SeenEvents seen = new SeenEvents();
  private final RecentAccounts<Instant> made = new RecentAccounts<>();

  /** The sources of servers that may have TLS. */
  public enum Source {
    /** Servers at which a connection of the account saw TLS. */
    SEEN,
    /** Servers of the service with implicit TLS that the domain of the address publishes. */
    PUBLISHED,
    /** The registered port of the service with implicit TLS, at the hosts that are used. */
    REGISTERED_PORT
  }

  /**
   * Creates upgrade offers that use all sources.
   *
   * @param resolver the resolver for the records that the domain publishes
   * @param prober the prober of the servers
   * @param listener the listener that is called before an offer is returned
   */
  public UpgradeOffers(
      AccountStore store,
      SecureResolver resolver,
      ServerProber prober,
      SecurityListener listener,
      Clock clock) {
    this(store, resolver, prober, listener, clock, Set.of(Source.values()));
  }

  /**
   * Creates upgrade offers that use the given sources.
   *
   * @param resolver the resolver for the records that the domain publishes, if they are a source
   * @param prober the prober of the servers
   * @param listener the listener that is called before an offer is returned
   * @param sources the sources of servers
   */
  public UpgradeOffers(
      AccountStore store,
      SecureResolver resolver,
      ServerProber prober,
      SecurityListener listener,
      Clock clock,
      Set<Source> sources) {
    this.store = store;
    this.candidates = new UpgradeCandidates(resolver, sources);
    this.prober = prober;
    this.publisher = new EventPublisher(listener);
    this.clock = clock;
  }

  /**
   * Returns an offer, if there is one to be made now. If a server has TLS and does not prove its
   * identity, that is reported, and no offer is made.
   *
   * @throws AccountStoreException if the state of the account cannot be read
   */
  public Optional<UpgradeOffer> look(String account) throws AccountStoreException {
    AccountState state = store.read(account).orElseGet(() -> AccountState.unknown(account));
    Instant now = clock.instant();
    List<ServiceState> used =
        state.services().stream()
            .filter(s -> s.discovered() != null || !s.servers().isEmpty())
            .toList();
    if (state.disabled() == null || used.isEmpty() || isLeftAlone(state, now)) {
      return Optional.empty();
    }
    List<MailServer> proved = new ArrayList<>();
    List<TlsSeenButNotValid> invalid = new ArrayList<>();
    for (ServiceState service : used) {
      proved(account, service, invalid).ifPresent(proved::add);
    }
    seen.unseen(account, invalid, e -> List.of(e.service(), e.endpoint(), e.refusal().code()))
        .forEach(publisher::publish);
    if (proved.size() < used.size() || !isFirst(account, now)) {
      return Optional.empty();
    }
    proved.forEach(
        s -> publisher.publish(new TlsUpgradeAvailable(account, s.service(), s.endpoint())));
    return Optional.of(new UpgradeOffer(store, prober, clock, state, proved));
  }

  /** Returns the first of the servers of a service that proves its identity. */
  private Optional<MailServer> proved(
      String account, ServiceState service, List<TlsSeenButNotValid> invalid) {
    for (MailServer server : candidates.of(account, service)) {
      Probe probe = IdentityProof.at(server, prober);
      if (probe instanceof Probe.Reached) {
        return Optional.of(server);
      }
      if (probe instanceof Probe.Refused refused && IdentityProof.sawTls(refused)) {
        invalid.add(
            new TlsSeenButNotValid(
                account, server.service(), server.endpoint(), refused.refusal()));
      }
    }
    return Optional.empty();
  }

  private boolean isLeftAlone(AccountState state, Instant now) {
    synchronized (made) {
      return isRecent(made.get(state.account()), now)
          || state.services().stream().anyMatch(s -> isRecent(s.upgradeDeclined(), now));
    }
  }

  /**
   * Returns whether this thread makes the offer; of several threads that found the same, only one
   * does.
   */
  private boolean isFirst(String account, Instant now) {
    synchronized (made) {
      boolean first = !isRecent(made.get(account), now);
      if (first) {
        made.put(account, now);
      }
      return first;
    }
  }

  private static boolean isRecent(@Nullable Instant at, Instant now) {
    return at != null && now.isBefore(at.plus(PAUSE));
  }
}
