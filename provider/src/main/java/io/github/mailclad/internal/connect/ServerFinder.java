package io.github.mailclad.internal.connect;

import io.github.mailclad.MailService;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.DiscoveredServers;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.discovery.Search;
import io.github.mailclad.internal.discovery.Server;
import io.github.mailclad.internal.discovery.ServiceSearch;
import io.github.mailclad.internal.discovery.SrvUse;
import io.github.mailclad.internal.discovery.Terms;
import io.github.mailclad.refusal.AccountRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
   * @param store the store of the servers
   */
  public record Query(
      String user,
      String sourceDomain,
      MailService service,
      Terms terms,
      SrvUse use,
      SecureResolver resolver,
      AccountStore store) {
    @Override
    public String toString() {
      return "servers of " + user + " for " + service.srvLabel();
    }
  }

  /** The result of a search. */
  public sealed interface Servers {
    /**
     * Servers to connect to.
     *
     * @param inOrder the servers, the preferred one first; empty only from {@link
     *     ServerFinder#findAgain} if there are no others
     * @param userName the user name with which the account logged in there; the address if it never
     *     did
     * @param news notices for people: records that make no sense, or that differ from the stored
     *     ones
     */
    record Some(List<Server> inOrder, String userName, List<String> news) implements Servers {
      public Some {
        inOrder = List.copyOf(inOrder);
        news = List.copyOf(news);
      }
    }

    /**
     * No server.
     *
     * @param refusal the reason
     * @param news notices for people
     */
    record None(Refusal refusal, List<String> news) implements Servers {
      public None {
        news = List.copyOf(news);
      }
    }
  }

  /** Returns the servers to connect to. */
  public Servers find(Query query) {
    try {
      DiscoveredServers known = known(query);
      if (known == null) {
        return asFound(search(query), query.user());
      }
      return query.use() == SrvUse.ONCE
          ? new Servers.Some(KnownServers.of(known), known.userName(), List.of())
          : followed(query, known);
    } catch (AccountStoreException e) {
      return new Servers.None(
          new AccountRefusal.AccountUnreadable(PeerText.of(query.user()), PeerText.of(e.problem())),
          List.of());
    }
  }

  /**
   * Returns other servers after all known ones failed. Looks them up anew, at most once in a while,
   * for the same service. Only signed records lead to other servers. Records that are not signed
   * are reported and change nothing.
   */
  public Servers.Some findAgain(Query query) {
    try {
      DiscoveredServers known = known(query);
      Instant now = clock.instant();
      if (known == null || now.isBefore(known.refreshed().plus(BETWEEN_REFRESHES))) {
        return new Servers.Some(List.of(), query.user(), List.of());
      }
      keep(
          query,
          new DiscoveredServers(known.sourceDomain(), known.userName(), now, known.inOrder()));
      Servers.Some followed = followed(query, known);
      return followed.inOrder().equals(KnownServers.of(known))
          ? new Servers.Some(List.of(), known.userName(), followed.news())
          : followed;
    } catch (AccountStoreException e) {
      return new Servers.Some(List.of(), query.user(), List.of(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Stores the servers after one of them was connected to as the account requires.
   *
   * @throws AccountStoreException if they cannot be stored
   */
  public void reached(Query query, List<Server> servers, Server reached, String userName)
      throws AccountStoreException {
    DiscoveredServers known = known(query);
    List<Server> order = new ArrayList<>(List.of(reached));
    servers.stream().filter(server -> !server.equals(reached)).forEach(order::add);
    keep(
        query,
        KnownServers.from(order, userName, known == null ? clock.instant() : known.refreshed()));
  }

  private static Servers asFound(Search search, String userName) {
    return search instanceof Search.Found found
        ? new Servers.Some(found.inOrder(), userName, found.anomalies())
        : new Servers.None(
            ((Search.NotFound) search).refusal(), ((Search.NotFound) search).anomalies());
  }

  /**
   * Returns the servers of the signed records; the known servers if the records are not signed or
   * cannot be found.
   */
  private Servers.Some followed(Query query, DiscoveredServers known) {
    Search search = search(query);
    if (search instanceof Search.NotFound none) {
      return kept(
          known, "the servers of " + query.user() + " are kept: " + none.refusal().summary());
    }
    Search.Found found = (Search.Found) search;
    if (found.inOrder().stream().allMatch(ServerFinder::isSigned)) {
      return new Servers.Some(found.inOrder(), known.userName(), found.anomalies());
    }
    if (KnownServers.of(known).containsAll(found.inOrder())) {
      return kept(known, null);
    }
    return kept(
        known,
        "the servers of "
            + query.user()
            + " are kept; records that are not signed name others: "
            + found.inOrder().stream().map(s -> s.endpoint().toString()).toList());
  }

  private static boolean isSigned(Server server) {
    return server.publication() != null && server.publication().status() == DnssecStatus.SECURE;
  }

  private static Servers.Some kept(DiscoveredServers known, @Nullable String news) {
    return new Servers.Some(
        KnownServers.of(known), known.userName(), news == null ? List.of() : List.of(news));
  }

  private Search search(Query query) {
    return new ServiceSearch(query.resolver(), random, LOOKUP_LIMIT)
        .servers(query.sourceDomain(), query.service(), query.terms());
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
        .filter(kept -> KnownServers.of(kept).stream().allMatch(query.terms()::allow))
        .orElse(null);
  }

  private static void keep(Query query, DiscoveredServers servers) throws AccountStoreException {
    query
        .store()
        .update(
            query.user(),
            account -> account.update(query.service(), known -> known.discovered(servers)));
  }
}
