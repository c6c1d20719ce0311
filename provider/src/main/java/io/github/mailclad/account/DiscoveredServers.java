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
 * @param userName with which user name the account logged in
 * @param refreshed when the records were looked up last
 * @param inOrder the servers in the order in which to try them; 1 to {@value #MOST}
 */
public record DiscoveredServers(
    String sourceDomain, String userName, Instant refreshed, List<Server> inOrder) {

  /** How many servers are remembered. */
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
   * @param srvStatus how far DNSSEC vouched for the records
   * @param approval why the server may be used
   */
  public record Server(
      MailService service, String host, int port, DnssecStatus srvStatus, Approval approval) {
    /** Refuses what is no host or no port. */
    public Server {
      if (host.isEmpty() || port < 1 || port > 65535) {
        throw new IllegalArgumentException("a server has a host and a port");
      }
    }
  }
}
