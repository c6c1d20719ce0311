package io.github.mailclad.internal.memory;

import io.github.mailclad.AccountPin;
import io.github.mailclad.CertificateSummary;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.dns.TlsaAnswer;
import io.github.mailclad.internal.config.AccountConfig;
import io.github.mailclad.internal.config.AccountRules.ConfiguredStore;
import io.github.mailclad.internal.config.AccountRules.Pins;
import io.github.mailclad.internal.config.ModernProfile;
import io.github.mailclad.refusal.AccountRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The memory of all accounts of one service, as configured in the session. It publishes the events,
 * and warns once if a store cannot be written. An account without a name remembers nothing.
 * Thread-safe.
 */
public final class ServiceMemory {
  /** The first port that systems assign automatically (Linux; RFC 6335 says 49152). */
  private static final int FIRST_TEMPORARY_PORT = 32_768;

  /** The receiver of what a person should know. */
  public interface Reports {
    /** Reports an event. */
    void happened(SecurityEvent event);

    /** Reports a warning, which quotes nothing. */
    void note(String warning);
  }

  private final MailService service;
  private final AccountStores stores;
  private final Clock clock;
  private final Announcements announcements;
  private final Reports reports;
  private volatile @Nullable String lastProblem;
  private volatile @Nullable AccountConfig config;
  private volatile @Nullable AccountStore store;

  /**
   * Creates the memory of a service.
   *
   * @param announcements the events that were published once
   * @param reports the receiver of events, and of warnings about failed writes
   */
  public ServiceMemory(
      MailService service,
      AccountStores stores,
      Clock clock,
      Announcements announcements,
      Reports reports) {
    this.service = service;
    this.stores = stores;
    this.clock = clock;
    this.announcements = announcements;
    this.reports = reports;
  }

  /** Uses this configuration from now on. */
  @SuppressWarnings(
      "ReferenceEquality") // unchanged settings are the same object, and equal ones only cost more
  public synchronized void configure(AccountConfig next) {
    if (next != config) {
      config = next;
      store = null;
    }
  }

  private AccountConfig config() {
    AccountConfig known = config;
    return known == null ? AccountConfig.defaults() : known;
  }

  /** Returns the store of the accounts. */
  public AccountStore store() {
    AccountStore known = store;
    return known == null ? stored() : known;
  }

  private synchronized AccountStore stored() {
    AccountStore found = stores.of(config().account(), config().lookups().source());
    store = found;
    return found;
  }

  private Optional<AccountMemory> of(@Nullable String account) {
    return account == null || !AccountState.isName(account)
        ? Optional.empty()
        : Optional.of(new AccountMemory(store(), account, service, clock));
  }

  /**
   * Returns the certificate that the account accepts at a server, if the settings request the
   * stored one.
   *
   * @throws AccountStoreException if the store cannot be read; then the account does not connect,
   *     whether or not it has such a certificate
   */
  public Optional<AccountPin> acceptedCertificate(@Nullable String account, Endpoint server)
      throws AccountStoreException {
    Optional<AccountMemory> memory = of(account);
    Optional<AccountPin> pin = memory.isEmpty() ? Optional.empty() : memory.get().pinAt(server);
    return config().account().pins() == Pins.STORED ? pin : Optional.empty();
  }

  /** Returns the refusal of a connection without TLS to a server; empty if it is allowed. */
  public Optional<Refusal> cleartextRefusal(@Nullable String account, Endpoint server)
      throws AccountStoreException {
    Optional<AccountMemory> memory = of(account);
    return memory.isEmpty() ? Optional.empty() : memory.get().cleartextRefusal(server);
  }

  /**
   * Returns the refusal of a connection that is less secure than an earlier one to this server;
   * empty if it is not.
   */
  public Optional<Refusal> regression(@Nullable String account, ConnectionSecurity got) {
    Optional<AccountMemory> memory = of(account);
    try {
      return memory.isEmpty() ? Optional.empty() : memory.get().regression(got);
    } catch (AccountStoreException e) {
      return Optional.of(unreadable(e));
    }
  }

  /** Returns the refusal of an account whose memory cannot be read or is not valid. */
  public static Refusal unreadable(AccountStoreException e) {
    return new AccountRefusal.AccountUnreadable(PeerText.of(e.account()), PeerText.of(e.problem()));
  }

  /**
   * Replaces a refusal by {@code TlsDisappeared} if the account has seen TLS on this server, and
   * publishes the events.
   */
  public Refusal reconsider(@Nullable String account, Endpoint server, Refusal refusal) {
    Optional<AccountMemory> memory = of(account);
    if (memory.isEmpty()) {
      return refusal;
    }
    try {
      Refusal reconsidered = memory.get().reconsider(server, refusal);
      memory.get().events(server, reconsidered).forEach(reports::happened);
      return reconsidered;
    } catch (AccountStoreException e) {
      return refusal;
    }
  }

  /**
   * Publishes the objection of the profile that is on trial to an open connection, and the end of
   * the server's certificate.
   */
  public void announce(@Nullable String account, ConnectionSecurity got) {
    String name = account == null ? "" : account;
    ModernProfile profile = config().dryRun();
    if (profile != null) {
      profile
          .objection(got)
          .map(
              objection ->
                  new SecurityEvent.ProfileObjection(
                      name, got.service(), got.endpoint(), objection))
          .ifPresent(reports::happened);
    }
    Optional<SecurityEvent> expiry = expiry(name, got);
    if (expiry.isPresent() && announcements.isFirst(expiry.get())) {
      reports.happened(expiry.get());
    }
  }

  private Optional<SecurityEvent> expiry(String account, ConnectionSecurity got) {
    X509Certificate certificate = got.certificate();
    if (certificate == null) {
      return Optional.empty();
    }
    Instant end = certificate.getNotAfter().toInstant();
    Duration left = Duration.between(clock.instant(), end);
    Duration warning = CertificateSummary.warningTime(certificate.getNotBefore().toInstant(), end);
    return left.isNegative() || left.compareTo(warning) > 0
        ? Optional.empty()
        : Optional.of(
            new SecurityEvent.CertificateExpires(
                account, got.service(), got.endpoint(), end, left.toDays()));
  }

  /** Stores the observations of a connection, and publishes the events. */
  public void remember(
      @Nullable String account,
      ConnectionSecurity got,
      @Nullable TlsaAnswer tlsa,
      SecurityPolicy policy) {
    if (isTemporary(got.endpoint())) {
      return;
    }
    Optional<AccountMemory> memory = of(account);
    try {
      if (memory.isPresent()) {
        memory
            .get()
            .remember(got, tlsa, policy.trust().accountPin(), policy.minimumLevel())
            .forEach(reports::happened);
      }
    } catch (AccountStoreException e) {
      warn(e);
    }
  }

  /**
   * Returns whether a server may be temporary. On an automatically assigned port of this machine,
   * the next server may belong to another program, for example in tests. A configured account store
   * is for permanent servers.
   */
  private boolean isTemporary(Endpoint server) {
    return config().account().store() == null
        && server.port() >= FIRST_TEMPORARY_PORT
        && server.host().isLoopback();
  }

  /** Stores that the account logged in at a server with the required security. */
  public void established(@Nullable String account, Endpoint server) {
    Optional<AccountMemory> memory = of(account);
    try {
      if (memory.isPresent()) {
        memory.get().established(server);
      }
    } catch (AccountStoreException e) {
      warn(e);
    }
  }

  /**
   * Warns that the store cannot be written, once for each problem. The present connection stays
   * protected: an account whose memory cannot be read is refused.
   */
  public void warn(AccountStoreException e) {
    if (e.problem().equals(lastProblem)) {
      return;
    }
    lastProblem = e.problem();
    ConfiguredStore store = config().account().store();
    reports.note(
        "%s cannot be written, so the observations of the account \"%s\" are not kept: %s"
            .formatted(
                store == null ? "the account store" : store.name(), e.account(), e.problem()));
  }
}
