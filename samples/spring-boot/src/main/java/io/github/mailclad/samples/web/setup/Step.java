package io.github.mailclad.samples.web.setup;

import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.samples.web.page.Connection;
import io.github.mailclad.samples.web.page.Lock;
import io.github.mailclad.samples.web.refusals.RefusalView;
import io.github.mailclad.setup.ProbedService;
import io.github.mailclad.setup.SetupStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of the page of a step. {@link #page()} is the template; {@code shown} is the number
 * of the step.
 */
sealed interface Step {
  String page();

  /** Returns the page of a step. */
  static Step of(SetupStep step, String address, String shown) {
    if (step instanceof SetupStep.ProposedServers proposed) {
      return new Proposal(shown, Proposed.of(proposed));
    }
    if (step instanceof SetupStep.Confirmation open) {
      return new Open(shown, Question.of(open.question().warning()), tried(open.probed()));
    }
    if (step instanceof SetupStep.Unusable unusable) {
      return new NotProved(shown, tried(unusable.probed()), unusable.remedy());
    }
    if (step instanceof SetupStep.PasswordEntry entry) {
      return Password.of(entry, shown);
    }
    if (step instanceof SetupStep.ServerEntry entry) {
      Refusal reason = entry.reason();
      return new Entry(
          shown, reason == null ? null : RefusalView.of(address, reason), /* problem= */ null);
    }
    if (step instanceof SetupStep.Done done) {
      List<Connection> connections = done.connections().stream().map(Connection::of).toList();
      return new Done(Lock.of(done.indicator()), connections);
    }
    return step instanceof SetupStep.Refused refused
        ? new Ended(RefusalView.of(address, refused.refusal()), /* problem= */ null)
        : new Ended(/* refusal= */ null, ((SetupStep.Failed) step).problem());
  }

  private static List<Tried> tried(List<ProbedService> probed) {
    return probed.stream().map(Tried::of).toList();
  }

  /** The step after servers were found; none was contacted. */
  record Proposal(String shown, Proposed proposed) implements Step {
    @Override
    public String page() {
      return "setup/proposal";
    }
  }

  /**
   * The step in which a person names the servers.
   *
   * @param refusal the reason why the domain leads to none
   * @param problem the reason why the typed servers are not usable
   */
  record Entry(String shown, @Nullable RefusalView refusal, @Nullable String problem)
      implements Step {
    Entry with(String newProblem) {
      return new Entry(shown, refusal, newProblem);
    }

    @Override
    public String page() {
      return "setup/servers";
    }
  }

  /**
   * The step after a server was refused or not reached.
   *
   * @param tried the result for each server
   * @param remedy the remedy that the next questions are about
   */
  record NotProved(String shown, List<Tried> tried, SetupStep.Remedy remedy) implements Step {
    @Override
    public String page() {
      return "setup/not-proved";
    }
  }

  /**
   * The step in which a person answers a question.
   *
   * @param tried the result for each server; empty if none was contacted
   */
  record Open(String shown, Question question, List<Tried> tried) implements Step {
    @Override
    public String page() {
      return "setup/question";
    }
  }

  /**
   * The step after every server met the account's requirements: the page asks for the password.
   *
   * @param lock the lock for the protection of the password
   * @param connections the security of each connection
   * @param problem the reason why the last password was not accepted; null if there was none
   */
  record Password(String shown, Lock lock, List<Connection> connections, @Nullable String problem)
      implements Step {
    static Password of(SetupStep.PasswordEntry entry, String shown) {
      return new Password(
          shown,
          Lock.of(entry.indicator()),
          entry.connections().stream().map(Connection::of).toList(),
          entry.rejectedBy() == null
              ? null
              : Connection.purpose(entry.rejectedBy())
                  + ": the server does not take this password. Nothing was set up yet.");
    }

    @Override
    public String page() {
      return "setup/password";
    }
  }

  /** The end of the set-up without an account. Exactly one component is set. */
  record Ended(@Nullable RefusalView refusal, @Nullable String problem) implements Step {
    @Override
    public String page() {
      return "setup/ended";
    }
  }

  /** The end of the set-up with an account that can be used. */
  record Done(Lock lock, List<Connection> connections) implements Step {
    @Override
    public String page() {
      return "setup/done";
    }
  }
}
