package io.github.mailclad.samples.web.setup;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Probe;
import io.github.mailclad.discovery.Proposal;
import io.github.mailclad.embedded.EmbeddedProvider;
import io.github.mailclad.embedded.EmbeddedServer;
import io.github.mailclad.samples.web.page.Connection;
import io.github.mailclad.samples.web.page.Lock;
import io.github.mailclad.samples.web.page.TriedServer;
import io.github.mailclad.samples.web.refusals.RefusalView;
import io.github.mailclad.setup.ProbedService;
import io.github.mailclad.setup.SetupStep;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.ModelAndView;

/** The page of a step: its template, and the attributes that the template shows. */
final class SetupPage {
  private SetupPage() {}

  /**
   * Returns the page of a step.
   *
   * @param shown the number of the step, which the form of the page sends back
   * @param compared the SHA-256 fingerprints of certificates that the person accepted before
   */
  static ModelAndView of(SetupStep step, String address, String shown, Set<String> compared) {
    return content(step, address, compared).addObject("address", address).addObject("shown", shown);
  }

  private static ModelAndView content(SetupStep step, String address, Set<String> compared) {
    if (step instanceof SetupStep.ProposedServers proposed) {
      return new ModelAndView("setup/proposal", "servers", servers(proposed));
    }
    if (step instanceof SetupStep.Confirmation open) {
      List<WarningView> questions = WarningView.of(open, compared);
      return questions.size() > 1
          ? new ModelAndView("setup/questions", "questions", questions)
          : new ModelAndView("setup/question", "question", questions.get(0));
    }
    if (step instanceof SetupStep.Unusable unusable) {
      return new ModelAndView("setup/not-proved", "tried", tried(unusable.probed()))
          .addObject("remedy", unusable.remedy().name());
    }
    if (step instanceof SetupStep.PasswordEntry entry) {
      return password(entry, address);
    }
    if (step instanceof SetupStep.ServerEntry entry) {
      return new ModelAndView("setup/servers", "typed", TypedServers.NONE)
          .addObject(
              "refusal",
              entry.reason() == null ? null : RefusalView.of(address, entry.reason().text()));
    }
    if (step instanceof SetupStep.Done done) {
      return connected("setup/done", Lock.of(done.indicator()), done.connections());
    }
    return step instanceof SetupStep.Refused refused
        ? new ModelAndView("setup/ended", "refusal", RefusalView.of(address, refused.text()))
        : new ModelAndView("setup/ended", "problem", ((SetupStep.Failed) step).problem());
  }

  private static ModelAndView password(SetupStep.PasswordEntry entry, String address) {
    String problem =
        entry.rejectedBy() == null
            ? null
            : Connection.purpose(entry.rejectedBy())
                + ": the server rejected this password. Nothing is set up yet.";
    return connected("setup/password", Lock.of(entry.indicator()), entry.connections())
        .addObject("problem", problem)
        .addObject("demoPassword", demoPassword(address));
  }

  /** Returns the password that the first page names for the addresses to try. */
  private static @Nullable String demoPassword(String address) {
    return Stream.of(EmbeddedProvider.values())
            .anyMatch(provider -> provider.address().equals(address))
        ? EmbeddedServer.PASSWORD
        : null;
  }

  private static List<ProposedServer> servers(SetupStep.ProposedServers proposed) {
    return proposed.proposals().stream().flatMap(SetupPage::servers).toList();
  }

  private static Stream<ProposedServer> servers(Proposal proposal) {
    return proposal.targets().stream().map(target -> ProposedServer.of(target, proposal));
  }

  /** Returns the results, each reason of a failure once. */
  private static List<TriedServer> tried(List<ProbedService> probed) {
    return Stream.concat(
            probed.stream()
                .filter(each -> each.outcome() instanceof Probe.Reached)
                .map(TriedServer::of),
            new SetupStep.Unusable(probed, SetupStep.Remedy.NONE)
                .byReason().stream().map(TriedServer::of))
        .toList();
  }

  /** Returns a page with connections; each has a lock of its own only where the locks differ. */
  private static ModelAndView connected(String page, Lock worst, List<ConnectionSecurity> all) {
    List<Connection> connections = all.stream().map(Connection::of).toList();
    return new ModelAndView(page, "lock", worst)
        .addObject("connections", connections)
        .addObject("differ", connections.stream().map(Connection::lock).distinct().count() > 1);
  }
}
