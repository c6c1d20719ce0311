package io.github.mailclad.samples.web.setup;

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
import java.util.function.Function;
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
   */
  static ModelAndView of(SetupStep step, String address, String shown) {
    return content(step, address).addObject("address", address).addObject("shown", shown);
  }

  private static ModelAndView content(SetupStep step, String address) {
    if (step instanceof SetupStep.ProposedServers proposed) {
      return new ModelAndView("setup/proposal", "servers", servers(proposed));
    }
    if (step instanceof SetupStep.Confirmation open) {
      return new ModelAndView("setup/question", "tried", tried(open.probed()))
          .addObject("question", WarningView.of(open.question().warning()));
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
      return new ModelAndView("setup/done", "lock", Lock.of(done.indicator()))
          .addObject("connections", list(done.connections(), Connection::of));
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
    return new ModelAndView("setup/password", "lock", Lock.of(entry.indicator()))
        .addObject("connections", list(entry.connections(), Connection::of))
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

  private static <T, V> List<V> list(List<T> all, Function<T, V> view) {
    return all.stream().map(view).toList();
  }
}
