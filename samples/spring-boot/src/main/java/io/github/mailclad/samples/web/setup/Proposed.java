package io.github.mailclad.samples.web.setup;

import io.github.mailclad.account.Approval;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.discovery.Target;
import io.github.mailclad.samples.web.page.Connection;
import io.github.mailclad.setup.SetupStep;
import java.util.List;
import java.util.stream.Stream;

/** The servers that a domain publishes, as a page proposes them. */
record Proposed(List<Server> servers) {
  Proposed {
    servers = List.copyOf(servers);
  }

  /**
   * A server.
   *
   * @param purpose its purpose
   * @param endpoint host and port
   * @param approval the reason why it may be used
   */
  record Server(String purpose, String endpoint, String approval) {}

  static Proposed of(SetupStep.ProposedServers found) {
    return new Proposed(found.proposals().stream().flatMap(Proposed::servers).toList());
  }

  private static Stream<Server> servers(Proposal proposal) {
    return proposal.targets().stream()
        .map(
            target ->
                new Server(
                    Connection.purpose(proposal.service()),
                    target.endpoint().toString(),
                    approval(target, proposal.domain())));
  }

  private static String approval(Target target, String domain) {
    Approval approval = target.approval();
    if (approval == null) {
      return "You will be asked about it before it is contacted";
    }
    return switch (approval) {
      case DNSSEC -> domain + " names it, and its records are signed (DNSSEC)";
      case SAME_DOMAIN -> "It is in " + domain + ", and has to prove that name";
      case PERSON -> "You confirmed it";
    };
  }
}
