package io.github.mailclad.setup;

import io.github.mailclad.DanePolicy;
import io.github.mailclad.DiscoverySource;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.SecurityEvent.Drift;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.TlsStart;
import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.DiscoveredServers;
import io.github.mailclad.account.Observation;
import io.github.mailclad.account.ServerState;
import io.github.mailclad.account.ServiceState;
import io.github.mailclad.discovery.ConfigurationFiles;
import io.github.mailclad.discovery.MailDiscovery;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.connect.NoAddressException;
import io.github.mailclad.internal.connect.ServerLookup;
import io.github.mailclad.internal.connect.ServerRecords;
import io.github.mailclad.internal.connect.ServerRecords.Tlsa;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.discovery.Server.Publication;
import io.github.mailclad.internal.discovery.ServiceSearch;
import io.github.mailclad.internal.memory.Observations;
import io.github.mailclad.refusal.LookupRefusal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares the servers that an account's domain publishes now, and their TLSA records, with the
 * remembered ones, and reports the differences (RFC 8314, section 5.1). It never reconfigures: it
 * reads the store and writes nothing. The account keeps its servers and its protection, and an
 * unsigned answer cannot erase the memory of a signed one.
 *
 * <p>A difference is reported once, and again only after it was absent in between. A failed lookup
 * is no difference; an invalid signature is one. No mail server is contacted. Records are looked
 * up; configuration files are fetched only {@linkplain #withConfigurationFiles where they are set}.
 *
 * <p>Nothing runs in the background. A program checks each account from time to time on its own
 * thread, for example with a {@code ScheduledExecutorService}: {@code check(account)}, then again
 * at {@link #nextCheck}.
 *
 * <p>Thread-safe, and immutable except for the record of reported differences.
 */
public final class DriftMonitor {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration AT_LEAST = Duration.ofHours(24);
  private static final Duration SPREAD = Duration.ofHours(12);
  private static final int MOST_SERVERS = 8;

  private final AccountStore store;
  private final EventPublisher publisher;
  private final Clock clock;
  private final ServiceSearch search;
  private final ServerLookup lookup;
  private final SecureResolver resolver;
  private final @Nullable ConfigurationFiles files;
  private final SeenEvents seen = new SeenEvents();

  /**
   * Creates a monitor of the accounts of a store.
   *
   * @param resolver the resolver, which validates the DNSSEC status of its answers; the same for
   *     all accounts
   * @param listener the listener that receives each difference before {@link #check} returns it
   */
  public DriftMonitor(
      AccountStore store, SecureResolver resolver, SecurityListener listener, Clock clock) {
    this(store, resolver, /* files= */ null, new EventPublisher(listener), clock);
  }

  private DriftMonitor(
      AccountStore store,
      SecureResolver resolver,
      @Nullable ConfigurationFiles files,
      EventPublisher publisher,
      Clock clock) {
    this.store = store;
    this.publisher = publisher;
    this.clock = clock;
    this.search = new ServiceSearch(resolver, new SecureRandom(), LIMIT);
    this.lookup = new ServerLookup(resolver, LIMIT);
    this.resolver = resolver;
    this.files = files;
  }

  /**
   * Returns a monitor of the same accounts, which were set up with these files. It fetches them
   * where records leave a purpose open, as the set-up did. A file that cannot be had is no
   * difference.
   */
  public DriftMonitor withConfigurationFiles(ConfigurationFiles asked) {
    return new DriftMonitor(store, resolver, asked, publisher, clock);
  }

  /**
   * Returns the differences that were not reported yet, in the order in which they were reported:
   * service by service, servers before TLSA records. Blocks until all lookups end, at most ten
   * seconds for each service and as long for each server, and 25 seconds more for each service with
   * configuration files. At most eight servers of a service are checked, those that were seen last.
   *
   * @param account the login name of the account; for an unknown account the result is empty
   * @throws AccountStoreException if the state of the account cannot be read
   */
  public List<Drift> check(String account) throws AccountStoreException {
    List<Drift> found = new ArrayList<>();
    Optional<AccountState> known = store.read(account);
    if (known.isPresent()) {
      for (ServiceState service : known.get().services()) {
        found.addAll(servers(known.get(), service));
        found.addAll(tlsa(account, service));
      }
    }
    List<Drift> news = seen.unseen(account, found, drift -> drift);
    news.forEach(publisher::publish);
    return news;
  }

  /**
   * Returns the time of the next check: 24 to 36 hours after the last one, so that many accounts
   * and many machines do not all ask at once.
   */
  public static Instant nextCheck(Instant last, RandomGenerator random) {
    return last.plus(AT_LEAST).plusSeconds(random.nextLong(SPREAD.toSeconds() + 1));
  }

  // ---- servers

  private List<Drift> servers(AccountState account, ServiceState service) {
    DiscoveredServers discovered = service.discovered();
    if (discovered != null) {
      return published(account.account(), discovered);
    }
    Outcome<String> domain = ServiceSearch.sourceDomain(account.account());
    if (doesWithLess(account, service) && domain.refusal().isEmpty()) {
      return SrvChanges.upgrade(
          account.account(),
          search.protocol(domain.get(), service.service()),
          service.service(),
          service.servers().stream()
              .map(s -> s.host() + ":" + s.port())
              .collect(Collectors.joining(", ")),
          service.servers().stream().map(ServerState::host).collect(Collectors.toSet()));
    }
    return List.of();
  }

  /** Compares with the source that decides now: records, or a configuration file. */
  private List<Drift> published(String account, DiscoveredServers known) {
    MailService service = known.inOrder().get(0).service();
    List<Drift> ofRecords =
        SrvChanges.between(account, known, search.protocol(known.sourceDomain(), service));
    if (files == null) {
      return ofRecords;
    }
    Outcome<Proposal> found = proposal(account, service, files);
    if (found.refusal().isPresent()) {
      return SrvChanges.certain(ofRecords, known, found.refusal().get());
    }
    return found.get().sources().get(0) == DiscoverySource.SRV
        ? ofRecords
        : SrvChanges.between(account, known, found.get());
  }

  private Outcome<Proposal> proposal(
      String account, MailService service, ConfigurationFiles asked) {
    MailDiscovery discovery = new MailDiscovery(resolver).withConfigurationFiles(asked);
    return AccountProperties.submits(service)
        ? discovery.discover(account).submission()
        : discovery.discover(account, service).access();
  }

  /** Returns whether a service whose server the application names is used without implicit TLS. */
  private static boolean doesWithLess(AccountState account, ServiceState service) {
    Set<TlsStart> seen =
        service.servers().stream()
            .map(ServerState::seen)
            .filter(Objects::nonNull)
            .map(Observation::start)
            .collect(Collectors.toSet());
    return !service.servers().isEmpty()
        && !seen.contains(TlsStart.IMPLICIT)
        && (account.disabled() != null || seen.contains(TlsStart.STARTTLS));
  }

  // ---- TLSA records

  private List<Drift> tlsa(String account, ServiceState service) {
    List<Drift> changes = new ArrayList<>();
    service.servers().stream()
        .filter(s -> s.seen() != null && s.seen().tlsaStatus() != null)
        .sorted(Comparator.comparing(DriftMonitor::lastSeen).reversed())
        .limit(MOST_SERVERS)
        .forEach(server -> changes.addAll(tlsa(account, service, server)));
    return changes;
  }

  private static Instant lastSeen(ServerState server) {
    return server.seen() == null ? Instant.MIN : server.seen().at();
  }

  private List<Drift> tlsa(String account, ServiceState service, ServerState server) {
    Observation seen = server.seen();
    if (seen == null) {
      return List.of();
    }
    MailService used = service.service().with(seen.start());
    Observation now = fresh(seen, asConnected(used, service.discovered(), server));
    String place = server.host() + ":" + server.port() + " ";
    return now == null
        ? List.of()
        : Observations.between(account, used, seen, now).stream()
            .map(d -> new Drift(account, used, d.change(), place + d.before(), place + d.now()))
            .toList();
  }

  /**
   * Returns the server as a connection would describe it: the remembered SRV records give the
   * provenance of the host.
   */
  private static Server asConnected(
      MailService used, @Nullable DiscoveredServers discovered, ServerState server) {
    Endpoint endpoint =
        new Endpoint(Host.of(server.host()), server.port(), Endpoint.Provenance.CONFIGURED);
    return discovered == null
        ? Server.named(used, endpoint)
        : discovered.inOrder().stream()
            .filter(s -> s.host().equals(server.host()) && s.port() == server.port())
            .findFirst()
            .map(
                s ->
                    new Server(
                        used,
                        endpoint,
                        new Publication(discovered.sourceDomain(), s.srvStatus(), s.approval())))
            .orElseGet(() -> Server.named(used, endpoint));
  }

  /** Returns the present observation, as far as the DNS reports it; null if it reports nothing. */
  private @Nullable Observation fresh(Observation seen, Server server) {
    Outcome<ServerRecords> found;
    try {
      found = lookup.lookUp(server, DanePolicy.of(DanePolicy.Mode.AUDIT_ONLY));
    } catch (NoAddressException e) {
      // a host that does not exist has no records to miss, unless the denial is not Secure: it
      // could be forged
      return e.absence() == DnssecStatus.SECURE ? null : fresh(seen, e.absence(), "");
    }
    if (found.refusal().isPresent()) {
      return found.refusal().get() instanceof LookupRefusal.AddressLookupFailed failed
          ? fresh(seen, failed.status(), "")
          : null;
    }
    Tlsa tlsa = found.get().tlsa();
    return tlsa == null
        ? null
        : fresh(seen, tlsa.answer().status(), Observations.records(tlsa.answer().records()));
  }

  private Observation fresh(Observation seen, DnssecStatus status, String records) {
    return new Observation(
        clock.instant(),
        seen.best(),
        seen.start(),
        seen.evidence(),
        /* key= */ null,
        /* issuer= */ null,
        status,
        records);
  }
}
