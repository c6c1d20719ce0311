package io.github.mailclad.internal.connect;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.Outcome;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.DiscoveredServers;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.discovery.PublishedServices;
import io.github.mailclad.internal.discovery.PublishedServices.Choice;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.discovery.Server.Publication;
import io.github.mailclad.internal.discovery.ServiceSearch;
import io.github.mailclad.internal.discovery.SrvUse;
import io.github.mailclad.internal.discovery.Terms;
import io.github.mailclad.internal.discovery.WebSearch;
import io.github.mailclad.refusal.AccountRefusal;
import io.github.mailclad.refusal.PeerText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the servers of accounts that name none, and stores those that were reached. Records that
 * are not signed are not looked up again for every connection (RFC 8314, section 5.1). They never
 * change the server of a known account. Thread-safe as far as the store is.
 */
public final class ServerFinder {
  /** The total time of a look-up of an account's servers. */
  private static final Duration LOOKUP_LIMIT = Duration.ofSeconds(5);

  private static final Duration BETWEEN_REFRESHES = Duration.ofHours(1);

  private final Clock clock;
  private final RandomGenerator random;

  /** Creates a finder without a state of its own. */
  public ServerFinder(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * A query for an account that names no server.
   *
   * @param user the address of the account
   * @param sourceDomain the domain of the address, in A-labels
   * @param service the requested service, with implicit TLS
   * @param terms the conditions that a server has to meet
   * @param use when its records are looked up
   * @param resolver the resolver of the SRV records
   * @param web the search for configuration files; null for none
   * @param store the store of the servers
   */
  public record Query(
      String user,
      String sourceDomain,
      MailService service,
      Terms terms,
      SrvUse use,
      SecureResolver resolver,
      @Nullable WebSearch web,
      AccountStore store) {
    @Override
    public String toString() {
      return "servers of " + user + " for " + service.srvLabel();
    }
  }

  /**
   * Returns the servers to connect to, or the refusal.
   *
   * @param notices gets notices for people: records that make no sense, or that differ from the
   *     stored ones
   */
  public Outcome<ServerList> find(Query query, Consumer<String> notices) {
    try {
      DiscoveredServers known = known(query);
      if (known == null) {
        return published(query, notices);
      }
      return Outcome.of(
          query.use() == SrvUse.ONCE ? stored(known, query) : followed(query, known, notices));
    } catch (AccountStoreException e) {
      return Outcome.refused(
          new AccountRefusal.AccountUnreadable(
              PeerText.of(query.user()), PeerText.of(e.problem())));
    }
  }

  /**
   * Returns other servers after all known ones failed; empty if there are none. Looks them up anew,
   * at most once in a while, for the same service. Only signed records lead to other servers.
   * Records that are not signed are reported and change nothing.
   *
   * @param notices gets notices for people
   */
  public Optional<ServerList> findAgain(Query query, Consumer<String> notices) {
    try {
      DiscoveredServers known = known(query);
      Instant now = clock.instant();
      if (known == null || now.isBefore(known.refreshed().plus(BETWEEN_REFRESHES))) {
        return Optional.empty();
      }
      keep(
          query,
          new DiscoveredServers(known.sourceDomain(), known.userName(), now, known.inOrder()));
      ServerList followed = followed(query, known, notices);
      return Optional.of(followed).filter(servers -> !servers.equals(stored(known, query)));
    } catch (AccountStoreException e) {
      notices.accept(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /**
   * Stores the servers after one of them was connected to as the account requires.
   *
   * @param servers published servers
   * @throws AccountStoreException if they cannot be stored
   */
  public void reached(ServerList servers, Server reached, String userName)
      throws AccountStoreException {
    Query query = Objects.requireNonNull(servers.query());
    DiscoveredServers known = known(query);
    List<Server> order = new ArrayList<>(List.of(reached));
    servers.inOrder().stream().filter(server -> !server.equals(reached)).forEach(order::add);
    keep(query, toStore(order, userName, known == null ? clock.instant() : known.refreshed()));
  }

  private Outcome<ServerList> published(Query query, Consumer<String> notices) {
    PublishedServices published = search(query);
    published.anomalies(protocols(query)).forEach(notices);
    return published
        .choose(protocols(query), query.terms())
        .map(choice -> new ServerList(choice.inOrder(), query.user(), query));
  }

  /**
   * Returns the servers of the signed records; the known servers if the records are not signed or
   * cannot be found.
   */
  private ServerList followed(Query query, DiscoveredServers known, Consumer<String> notices) {
    PublishedServices published = search(query);
    Outcome<Choice> choice = published.choose(protocols(query), query.terms());
    ServerList stored = stored(known, query);
    if (choice.refusal().isPresent()) {
      notices.accept(
          "the servers of " + query.user() + " are kept: " + choice.refusal().get().summary());
      return stored;
    }
    List<Server> servers = choice.get().inOrder();
    if (servers.stream().allMatch(ServerFinder::isSigned)) {
      published.anomalies(protocols(query)).forEach(notices);
      return new ServerList(servers, known.userName(), query);
    }
    if (!stored.inOrder().containsAll(servers)) {
      notices.accept(
          "the servers of "
              + query.user()
              + " are kept; records that are not signed name others: "
              + servers.stream().map(s -> s.endpoint().toString()).toList());
    }
    return stored;
  }

  private static boolean isSigned(Server server) {
    return server.publication() != null && server.publication().status() == DnssecStatus.SECURE;
  }

  private PublishedServices search(Query query) {
    ServiceSearch search = new ServiceSearch(query.resolver(), random, LOOKUP_LIMIT);
    return query.web() == null
        ? search.protocol(query.sourceDomain(), query.service())
        : search.protocol(query.user(), query.sourceDomain(), query.service(), query.web());
  }

  private static List<MailProtocol> protocols(Query query) {
    return List.of(query.service().protocol());
  }

  /**
   * Returns the stored servers; null if they are of another domain or one of them is no longer
   * acceptable.
   */
  private static @Nullable DiscoveredServers known(Query query) throws AccountStoreException {
    return query
        .store()
        .read(query.user())
        .flatMap(account -> account.service(query.service()))
        .flatMap(service -> Optional.ofNullable(service.discovered()))
        .filter(kept -> kept.sourceDomain().equals(query.sourceDomain()))
        .filter(kept -> servers(kept).stream().allMatch(query.terms()::allow))
        .orElse(null);
  }

  private static void keep(Query query, DiscoveredServers servers) throws AccountStoreException {
    query
        .store()
        .update(
            query.user(),
            account -> account.update(query.service(), known -> known.discovered(servers)));
  }

  private static ServerList stored(DiscoveredServers stored, Query query) {
    return new ServerList(servers(stored), stored.userName(), query);
  }

  private static List<Server> servers(DiscoveredServers stored) {
    return stored.inOrder().stream()
        .map(
            server ->
                new Server(
                    server.service(),
                    new Endpoint(Host.of(server.host()), server.port(), Endpoint.Provenance.SRV),
                    new Publication(stored.sourceDomain(), server.srvStatus(), server.approval())))
        .toList();
  }

  private static DiscoveredServers toStore(
      List<Server> servers, String userName, Instant refreshed) {
    return new DiscoveredServers(
        publication(servers.get(0)).domain(),
        userName,
        refreshed,
        servers.stream().limit(DiscoveredServers.MOST).map(ServerFinder::toStore).toList());
  }

  private static DiscoveredServers.DiscoveredServer toStore(Server server) {
    return new DiscoveredServers.DiscoveredServer(
        server.service(),
        server.endpoint().host().text(),
        server.endpoint().port(),
        publication(server).status(),
        publication(server).approval());
  }

  private static Publication publication(Server server) {
    return Objects.requireNonNull(server.publication());
  }
}
