package io.github.mailclad.internal.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * The settings of a resolver.
 *
 * @param servers recursive servers in the order of preference; none for those of the system
 * @param validation the place of validation
 * @param anchors the trust anchors as DS or DNSKEY records in a zone file; unusable ones are left
 *     out, and all are ignored if the server validates
 * @param perQuery the time limit for one answer of one server
 * @param inAll the time limit for one look-up with all its queries
 */
public record ResolverSettings(
    List<InetSocketAddress> servers,
    Validation validation,
    String anchors,
    Duration perQuery,
    Duration inAll) {

  /**
   * Copies the servers. Refuses a time per query that is not positive or is longer than the total
   * time.
   */
  public ResolverSettings {
    servers = List.copyOf(servers);
    if (perQuery.isNegative() || perQuery.isZero() || inAll.compareTo(perQuery) < 0) {
      throw new IllegalArgumentException(
          "a query has some time, and a look-up at least as much: " + perQuery + ", " + inAll);
    }
  }

  /**
   * Returns settings for in-process validation from these anchors, with the usual times: 2 s per
   * query, and 5 s in all.
   */
  public static ResolverSettings local(List<InetSocketAddress> servers, String anchors) {
    return new ResolverSettings(
        servers, Validation.LOCAL, anchors, Duration.ofSeconds(2), Duration.ofSeconds(5));
  }

  /** Returns settings for validation by servers on this machine, with the usual times. */
  public static ResolverSettings byServer(List<InetSocketAddress> servers) {
    return new ResolverSettings(
        servers, Validation.BY_SERVER, "", Duration.ofSeconds(2), Duration.ofSeconds(5));
  }
}
