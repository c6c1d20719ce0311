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
import io.github.mailclad.account.Observation;
import io.github.mailclad.account.ServerState;
import io.github.mailclad.account.ServerState.PinnedCertificate;
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
 * The memory of an account for one of its services. It is consulted before a connection and updated
 * after the handshake; the store keeps its content. Thread-safe if the store is.
 */
public final class AccountMemory {
  private static final Duration UP_TO_DATE = Duration.ofDays(1);

  private final AccountStore store;
  private final String account;
  private final MailService service;
  private final Clock clock;
  private final int policyVersion;

  /**
   * Creates the memory of a service.
   *
   * @param account the user name of the account
   * @param service the service, with any TLS start
   */
  public AccountMemory(AccountStore store, String account, MailService service, Clock clock) {
    this(store, account, service, clock, AccountState.POLICY_VERSION);
  }

  /** Creates the memory of a service for one version of the built-in policy. */
  AccountMemory(
      AccountStore store, String account, MailService service, Clock clock, int policyVersion) {
    this.policyVersion = policyVersion;
    this.store = store;
    this.account = account;
    this.service = service.with(TlsStart.IMPLICIT);
    this.clock = clock;
  }

  /**
   * Returns the remembered state of a server.
   *
   * @throws AccountStoreException if the store cannot be read; then no connection may be opened
   */
  ServerState at(Endpoint server) throws AccountStoreException {
    Optional<AccountState> known = store.read(account);
    return (known.isPresent() ? known.get() : AccountState.unknown(account))
        .server(service, server);
  }

  /**
   * Returns the certificate that a person accepted for this account, service, host and port; empty
   * for none (RFC 8314, section 5.4).
   */
  public Optional<AccountPin> pinAt(Endpoint server) throws AccountStoreException {
    PinnedCertificate pin = at(server).pin();
    return pin == null ? Optional.empty() : Optional.of(pin.certificate());
  }

  /**
   * Replaces a refusal for missing TLS by {@code TlsDisappeared} if the account has seen TLS on
   * this server. The TLS start has to be the same: TLS has not disappeared if the account was
   * changed from implicit TLS to STARTTLS, or back.
   */
  public Refusal reconsider(Endpoint server, Refusal found) throws AccountStoreException {
    Observation seen = at(server).seen();
    return seen != null
            && found instanceof TlsStartRefusal.TlsAbsent absent
            && absent.expectedStart() == seen.start()
        ? new AccountRefusal.TlsDisappeared(service, seen.at(), found)
        : found;
  }

  /**
   * Returns the refusal of a connection without a minimum level although it has TLS: the server
   * proved its identity before, and does not now. Empty if it is accepted.
   */
  public Optional<Refusal> regression(ConnectionSecurity got) throws AccountStoreException {
    Observation seen = at(got.endpoint()).seen();
    return seen != null
            && seen.best() == ConfidentialityLevel.AUTHENTICATED
            && got instanceof ConnectionSecurity.Unauthenticated unproved
        ? Optional.of(new AccountRefusal.ValidationRegressed(service, seen.at(), unproved.why()))
        : Optional.empty();
  }

  /**
   * Returns the refusal of a connection without TLS, because the server had TLS before. Empty if it
   * never had TLS.
   */
  public Optional<Refusal> cleartextRefusal(Endpoint server) throws AccountStoreException {
    return Optional.ofNullable(at(server).seen())
        .map(seen -> new AccountRefusal.TlsDisappeared(service, seen.at(), null));
  }

  /** Returns the events of a refusal, to publish before the application receives it. */
  public List<SecurityEvent> events(Endpoint server, Refusal refusal) throws AccountStoreException {
    if (refusal instanceof AccountRefusal.TlsDisappeared gone) {
      return List.of(new SecurityEvent.TlsDisappeared(account, service, server, gone.lastSeen()));
    }
    Observation seen = at(server).seen();
    return seen != null
            && seen.best() == ConfidentialityLevel.AUTHENTICATED
            && (refusal instanceof AccountRefusal.ValidationRegressed
                || refusal instanceof CertificateRefusal)
        ? List.of(
            new SecurityEvent.ValidationRegressed(account, service, server, seen.at(), refusal))
        : List.of();
  }

  /**
   * Stores the observations of a connection.
   *
   * @param tlsa the TLSA answer that was used for verification; null if TLSA was not queried
   * @param accepted the certificate that would have been accepted; null for none
   * @param minimum the level that the account requires
   * @return the events to publish before anything else is sent to the server
   * @throws AccountStoreException if the store cannot be written
   */
  public List<SecurityEvent> remember(
      ConnectionSecurity got,
      @Nullable TlsaAnswer tlsa,
      @Nullable AccountPin accepted,
      ConfidentialityLevel minimum)
      throws AccountStoreException {
    Optional<Observation> observation = Observations.of(got, tlsa, clock.instant());
    List<SecurityEvent> events = new ArrayList<>();
    store.update(
        account,
        known -> {
          events.clear();
          AccountState current = atCurrentPolicy(known, events);
          if (observation.isEmpty()) {
            return current;
          }
          Observation now = observation.get();
          Observation before = current.server(service, got.endpoint()).seen();
          events.addAll(eventsOfPin(got, accepted));
          if (minimum == ConfidentialityLevel.NONE && isBetter(before, now)) {
            events.add(tlsFound(got));
          }
          if (before != null) {
            events.addAll(Observations.between(account, got.service(), before, now));
          }
          return isKnown(before, now)
              ? current
              : current.update(service, got.endpoint(), server -> server.seen(now));
        });
    return List.copyOf(events);
  }

  private List<SecurityEvent> eventsOfPin(ConnectionSecurity got, @Nullable AccountPin accepted) {
    if (accepted == null) {
      return List.of();
    }
    if (got instanceof ConnectionSecurity.Pinned) {
      return List.of(new SecurityEvent.PinUsed(account, got.service(), got.endpoint(), accepted));
    }
    return got instanceof ConnectionSecurity.Authenticated
        ? List.of(new SecurityEvent.PinObsolete(account, got.service(), got.endpoint(), accepted))
        : List.of();
  }

  private SecurityEvent tlsFound(ConnectionSecurity got) {
    return got instanceof ConnectionSecurity.Unauthenticated unproved
        ? new SecurityEvent.TlsSeenButNotValid(
            account, got.service(), got.endpoint(), unproved.why())
        : new SecurityEvent.TlsUpgradeAvailable(account, got.service(), got.endpoint());
  }

  private static boolean isBetter(@Nullable Observation before, Observation now) {
    return before == null || now.best().compareTo(before.best()) > 0;
  }

  /** Stores that the account logged in over a connection that met its minimum level. */
  public void established(Endpoint server) throws AccountStoreException {
    Instant now = clock.instant();
    store.update(
        account,
        known ->
            known.server(service, server).established() == null
                ? known.update(service, server, state -> state.established(now))
                : known);
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

  /** Returns whether a write would change only the time. */
  private static boolean isKnown(@Nullable Observation before, Observation now) {
    return before != null
        && Observations.addsNothing(before, now)
        && Duration.between(before.at(), now.at()).compareTo(UP_TO_DATE) < 0;
  }
}
