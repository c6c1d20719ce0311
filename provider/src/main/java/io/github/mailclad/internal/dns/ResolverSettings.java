package io.github.mailclad.internal.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How names are looked up.
 *
 * @param servers recursive servers in the order of preference; none for those of the system
 * @param validation who validates
 * @param anchors the trust anchors as DS or DNSKEY records in a zone file; what cannot be used is
 *     left out, and counts for nothing if the server validates
 * @param perQuery how long one server has for one answer
 * @param inAll how long one look-up may take, with all its queries
 */
public record ResolverSettings(
    List<InetSocketAddress> servers,
    Validation validation,
    String anchors,
    Duration perQuery,
    Duration inAll) {

  /** Copies the servers, and refuses what gives no time. */
  public ResolverSettings {
    servers = List.copyOf(servers);
    if (perQuery.isNegative() || perQuery.isZero() || inAll.compareTo(perQuery) < 0) {
      throw new IllegalArgumentException(
          "a query has some time, and a look-up at least as much: " + perQuery + ", " + inAll);
    }
  }

  /** In-process validation from these anchors, with the usual times: 2 s, and 5 s in all. */
  public static ResolverSettings local(List<InetSocketAddress> servers, String anchors) {
    return new ResolverSettings(
        servers, Validation.LOCAL, anchors, Duration.ofSeconds(2), Duration.ofSeconds(5));
  }

  /** Validation by servers on this machine, with the usual times. */
  public static ResolverSettings byServer(List<InetSocketAddress> servers) {
    return new ResolverSettings(
        servers, Validation.BY_SERVER, "", Duration.ofSeconds(2), Duration.ofSeconds(5));
  }
}
