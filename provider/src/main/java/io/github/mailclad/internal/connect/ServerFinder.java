package io.github.mailclad.internal.connect;

import io.github.mailclad.MailService;
import io.github.mailclad.Refusal;
import io.github.mailclad.dns.DnssecStatus;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.internal.discovery.Candidate;
import io.github.mailclad.internal.discovery.Search;
import io.github.mailclad.internal.discovery.ServiceSearch;
import io.github.mailclad.internal.discovery.SrvUse;
import io.github.mailclad.internal.discovery.Terms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the servers of accounts that name none, and keeps those that were reached: what is not
 * signed is not looked up again for every connection (RFC 8314, section 5.1), and never changes
 * where a known account goes. Bounded: the account that was not used for longest is forgotten
 * first. Thread-safe.
 */
public final class ServerFinder {
  /** How long a look-up of an account's servers may take in all. */
  private static final Duration LOOKUP_LIMIT = Duration.ofSeconds(5);

  private static final Duration BETWEEN_REFRESHES = Duration.ofHours(1);
  private static final int MOST_ACCOUNTS = 1000;

  private final Clock clock;
  private final RandomGenerator random;
  private final Map<Query, Known> accounts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Query, Known> eldest) {
          return size() > MOST_ACCOUNTS;
        }
      };

  /** A finder without any known account. */
  public ServerFinder(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * An account that names no server. Accounts that differ in anything do not know each other's.
   *
   * @param user its address
   * @param sourceDomain the domain of its address, in A-labels
   * @param service the service that it wants, with implicit TLS
   * @param terms what servers it accepts
   * @param use when its records are looked up
   * @param resolver who is asked
   */
  public record Query(
      String user,
      String sourceDomain,
      MailService service,
      Terms terms,
      SrvUse use,
      SecureResolver resolver) {
    @Override
    public String toString() {
      return "servers of " + user + " for " + service.srvLabel();
    }
  }

  /** What was found. */
  public sealed interface Servers {
    /**
     * Servers to connect to.
     *
     * @param inOrder the preferred one first; at least one
     * @param userName with which user name the account logged in there; the address where it never
     *     did
     * @param news what a person should know of: records that make no sense, or say something else
     *     than they did
     */
    record Some(List<Candidate> inOrder, String userName, List<String> news) implements Servers {
      /** Copies the lists. */
      public Some {
        inOrder = List.copyOf(inOrder);
        news = List.copyOf(news);
      }
    }

    /**
     * None.
     *
     * @param refusal why
     * @param news what a person should know of
     */
    record None(Refusal refusal, List<String> news) implements Servers {
      /** Copies the list. */
      public None {
        news = List.copyOf(news);
      }
    }
  }

  private record Known(List<Candidate> servers, String userName, Instant refreshed) {}

  /** The servers to connect to now. */
  public Servers find(Query query) {
    Known known = known(query);
    if (known == null) {
      return asFound(search(query), query.user());
    }
    if (query.use() == SrvUse.ONCE) {
      return new Servers.Some(known.servers(), known.userName(), List.of());
    }
    return followed(query, known);
  }

  /**
   * The servers to connect to now that none of the known ones could be: looked up anew, once in a
   * while, for the same service. Only signed records lead to other servers; what others say is told
   * and changes nothing.
   */
  public Servers.Some findAgain(Query query) {
    Known known = known(query);
    Instant now = clock.instant();
    if (known == null || now.isBefore(known.refreshed().plus(BETWEEN_REFRESHES))) {
      return new Servers.Some(List.of(), query.user(), List.of());
    }
    keep(query, new Known(known.servers(), known.userName(), now));
    Servers.Some followed = followed(query, known);
    return followed.inOrder().equals(known.servers())
        ? new Servers.Some(List.of(), known.userName(), followed.news())
        : followed;
  }

  /** Keeps servers of which one was connected to as the account requires. */
  public void reached(Query query, List<Candidate> servers, Candidate reached, String userName) {
    Known known = known(query);
    List<Candidate> order = new ArrayList<>(List.of(reached));
    servers.stream().filter(server -> !server.equals(reached)).forEach(order::add);
    keep(query, new Known(order, userName, known == null ? clock.instant() : known.refreshed()));
  }

  private static Servers asFound(Search search, String userName) {
    return search instanceof Search.Found found
        ? new Servers.Some(found.inOrder(), userName, found.anomalies())
        : new Servers.None(
            ((Search.NotFound) search).refusal(), ((Search.NotFound) search).anomalies());
  }

  /** What signed records say now, else what is known. */
  private Servers.Some followed(Query query, Known known) {
    Search search = search(query);
    if (search instanceof Search.NotFound none) {
      return kept(
          known, "the servers of " + query.user() + " are kept: " + none.refusal().summary());
    }
    Search.Found found = (Search.Found) search;
    if (found.inOrder().stream().allMatch(s -> s.srvStatus() == DnssecStatus.SECURE)) {
      return new Servers.Some(found.inOrder(), known.userName(), found.anomalies());
    }
    if (known.servers().containsAll(found.inOrder())) {
      return kept(known, null);
    }
    return kept(
        known,
        "the servers of "
            + query.user()
            + " are kept; records that are not signed name others: "
            + found.inOrder().stream().map(s -> s.endpoint().toString()).toList());
  }

  private static Servers.Some kept(Known known, @Nullable String news) {
    return new Servers.Some(
        known.servers(), known.userName(), news == null ? List.of() : List.of(news));
  }

  private Search search(Query query) {
    return new ServiceSearch(query.resolver(), random, LOOKUP_LIMIT)
        .servers(query.sourceDomain(), query.service(), query.terms());
  }

  private @Nullable Known known(Query query) {
    synchronized (accounts) {
      return accounts.get(query);
    }
  }

  private void keep(Query query, Known known) {
    synchronized (accounts) {
      accounts.put(query, known);
    }
  }
}
