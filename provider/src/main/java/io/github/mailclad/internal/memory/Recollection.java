package io.github.mailclad.internal.memory;

import io.github.mailclad.AccountPin;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.ServerState;
import io.github.mailclad.account.ServerState.PinnedCertificate;
import io.github.mailclad.account.ServiceState;
import io.github.mailclad.account.Sighting;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.refusal.AccountRefusal;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.TlsStartRefusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an account remembers of one of its services, asked before a connection and taught by it. It
 * keeps nothing itself. Thread-safe as far as its store is.
 */
public final class Recollection {
  private static final Duration UP_TO_DATE = Duration.ofDays(1);

  private final AccountStore store;
  private final String account;
  private final MailService service;
  private final Clock clock;
  private final int policyVersion;

  /**
   * The memory of a service.
   *
   * @param account the name with which the account logs in
   * @param service the service, with whichever TLS start
   */
  public Recollection(AccountStore store, String account, MailService service, Clock clock) {
    this(store, account, service, clock, AccountState.POLICY_VERSION);
  }

  /** The memory of a service, as that version of the built-in policy has it. */
  Recollection(
      AccountStore store, String account, MailService service, Clock clock, int policyVersion) {
    this.policyVersion = policyVersion;
    this.store = store;
    this.account = account;
    this.service = service.with(TlsStart.IMPLICIT);
    this.clock = clock;
  }

  /** The account. */
  public String account() {
    return account;
  }

  /**
   * What is known of a server.
   *
   * @throws AccountStoreException if that cannot be told; then nothing may be connected to
   */
  public ServerState at(Endpoint server) throws AccountStoreException {
    return in(store.read(account).orElseGet(() -> AccountState.unknown(account)), server);
  }

  /**
   * The certificate that a person accepted for this account, service, host and port; empty for none
   * (RFC 8314, section 5.4).
   */
  public Optional<AccountPin> pinAt(Endpoint server) throws AccountStoreException {
    return Optional.ofNullable(at(server).pin()).map(PinnedCertificate::certificate);
  }

  /**
   * What a refusal comes to for an account that got further there before, with the same TLS start:
   * where the account was changed from implicit TLS to STARTTLS or back, nobody removed anything.
   *
   * @param found why the connection is refused
   */
  public Refusal inTheLightOf(Endpoint server, Refusal found) throws AccountStoreException {
    Sighting seen = at(server).seen();
    return seen != null
            && found instanceof TlsStartRefusal.TlsAbsent absent
            && absent.expectedStart() == seen.start()
        ? new AccountRefusal.TlsDisappeared(service, seen.at(), found)
        : found;
  }

  /**
   * Why what a connection without a minimum level got is not enough: the server proved who it is
   * before.
   */
  public Optional<Refusal> objection(ConnectionSecurity got) throws AccountStoreException {
    Sighting seen = at(got.endpoint()).seen();
    return seen != null
            && seen.best() == ConfidentialityLevel.AUTHENTICATED
            && got instanceof ConnectionSecurity.Unauthenticated unproved
        ? Optional.of(new AccountRefusal.ValidationRegressed(service, seen.at(), unproved.why()))
        : Optional.empty();
  }

  /**
   * Why nothing may be said in the clear at a server: there was TLS before. Empty where there never
   * was.
   */
  public Optional<Refusal> clearTextForbidden(Endpoint server) throws AccountStoreException {
    return Optional.ofNullable(at(server).seen())
        .map(seen -> new AccountRefusal.TlsDisappeared(service, seen.at(), null));
  }

  /** What has to be told of a refusal, before the application gets it. */
  public List<SecurityEvent> eventsOf(Endpoint server, Refusal refusal)
      throws AccountStoreException {
    if (refusal instanceof AccountRefusal.TlsDisappeared gone) {
      return List.of(new SecurityEvent.TlsDisappeared(account, service, server, gone.lastSeen()));
    }
    Sighting seen = at(server).seen();
    return seen != null
            && seen.best() == ConfidentialityLevel.AUTHENTICATED
            && (refusal instanceof AccountRefusal.ValidationRegressed
                || refusal instanceof CertificateRefusal)
        ? List.of(
            new SecurityEvent.ValidationRegressed(account, service, server, seen.at(), refusal))
        : List.of();
  }

  /**
   * Keeps what a connection got.
   *
   * @param tlsa the TLSA answer that it was verified with; null where nobody asked
   * @param accepted the certificate that would have been accepted; null for none
   * @param minimum the level that the account requires
   * @return what has to be told of it, before anything else is said to the server
   * @throws AccountStoreException if it cannot be kept
   */
  public List<SecurityEvent> learn(
      ConnectionSecurity got,
      @Nullable TlsaAnswer tlsa,
      @Nullable AccountPin accepted,
      ConfidentialityLevel minimum)
      throws AccountStoreException {
    Optional<Sighting> sighting = Sightings.of(got, tlsa, clock.instant());
    List<SecurityEvent> events = new ArrayList<>();
    store.update(
        account,
        known -> {
          events.clear();
          AccountState current = atCurrentPolicy(known, events);
          if (sighting.isEmpty()) {
            return current;
          }
          Sighting now = sighting.get();
          ServerState server = in(current, got.endpoint());
          events.addAll(new Lesson(account, got, accepted, minimum).events(server.seen(), now));
          return isKnown(server.seen(), now) ? current : with(current, server.seen(now));
        });
    return List.copyOf(events);
  }

  /** The account logged in over a connection that met its minimum level. */
  public void established(Endpoint server) throws AccountStoreException {
    Instant now = clock.instant();
    store.update(
        account,
        known -> {
          ServerState state = in(known, server);
          return state.established() == null ? with(known, state.established(now)) : known;
        });
  }

  private AccountState atCurrentPolicy(AccountState known, List<SecurityEvent> events) {
    if (known.policyVersion() >= policyVersion) {
      return known;
    }
    if (known.revision() > 0) {
      events.add(new SecurityEvent.PolicyRaised(account, known.policyVersion(), policyVersion));
    }
    return known.policyVersion(policyVersion);
  }

  /** Whether writing it down would change nothing but the time. */
  private static boolean isKnown(@Nullable Sighting before, Sighting now) {
    return before != null
        && Sightings.at(before.followedBy(now), before.at()).equals(before)
        && Duration.between(before.at(), now.at()).compareTo(UP_TO_DATE) < 0;
  }

  private ServerState in(AccountState known, Endpoint server) {
    return known
        .service(service)
        .flatMap(s -> s.server(server.host(), server.port()))
        .orElseGet(() -> ServerState.unknown(server.host(), server.port()));
  }

  private AccountState with(AccountState known, ServerState changed) {
    return known.with(
        known.service(service).orElseGet(() -> ServiceState.unknown(service)).with(changed));
  }
}
