package io.github.mailclad.samples.web.setup;

import io.github.mailclad.account.Approval;
import io.github.mailclad.discovery.Discovery;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.discovery.Target;
import io.github.mailclad.samples.web.page.Connection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The servers that a domain names, as a page proposes them.
 *
 * @param id stands for these servers
 * @param servers the servers
 */
record Proposed(String id, List<Server> servers) {
  Proposed {
    servers = List.copyOf(servers);
  }

  /**
   * A server.
   *
   * @param purpose what it is for
   * @param endpoint host and port
   * @param voucher who vouches for it
   */
  record Server(String purpose, String endpoint, String voucher) {}

  static Proposed of(Discovery.Complete found) {
    List<Server> servers =
        Stream.of(found.access(), found.submission()).flatMap(Proposed::servers).toList();
    // servers of one rank come in any order
    return new Proposed(
        Shown.id("proposal", servers.stream().map(Server::toString).sorted().toList()), servers);
  }

  private static Stream<Server> servers(Proposal proposal) {
    return proposal.targets().stream()
        .map(
            target ->
                new Server(
                    Connection.purpose(proposal.service()),
                    target.endpoint().toString(),
                    voucher(target, proposal.domain())));
  }

  private static String voucher(Target target, String domain) {
    Approval approval = target.approval();
    if (approval == null) {
      return "Nobody vouches for it yet; you will be asked before it is contacted";
    }
    return switch (approval) {
      case DNSSEC -> domain + " vouches for it: its records are signed (DNSSEC)";
      case SAME_DOMAIN -> "It is in " + domain + ", and has to prove that name";
      case PERSON -> "You confirmed it";
    };
  }
}
