package io.github.mailclad.account;

import io.github.mailclad.MailService;
import io.github.mailclad.dns.DnssecStatus;
import java.time.Instant;
import java.util.List;

/**
 * The servers that the domain of an account named for one service, at least one of which was
 * connected to as the account requires. Immutable.
 *
 * @param sourceDomain the domain, in A-labels
 * @param userName the user name with which the account logged in
 * @param refreshed the time of the last look-up of the records
 * @param inOrder the servers in the order in which to try them; 1 to {@value #MOST}
 */
public record DiscoveredServers(
    String sourceDomain, String userName, Instant refreshed, List<DiscoveredServer> inOrder) {

  /** The maximum number of servers. */
  public static final int MOST = 64;

  /** Copies the list and refuses one that is empty or too long. */
  public DiscoveredServers {
    inOrder = List.copyOf(inOrder);
    if (inOrder.isEmpty() || inOrder.size() > MOST) {
      throw new IllegalArgumentException("servers are 1 to " + MOST);
    }
  }

  /**
   * A server.
   *
   * @param service the service, which says how TLS starts
   * @param host the host, in A-labels and lower case
   * @param port 1 to 65535
   * @param srvStatus the DNSSEC status of the records
   * @param approval the reason why the server may be used
   */
  public record DiscoveredServer(
      MailService service, String host, int port, DnssecStatus srvStatus, Approval approval) {
    /** Refuses an empty host and a port out of range. */
    public DiscoveredServer {
      if (host.isEmpty() || port < 1 || port > 65535) {
        throw new IllegalArgumentException("a server has a host and a port");
      }
    }
  }
}
