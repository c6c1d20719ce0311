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
 * What a page shows of a step. {@link #page()} is the template; {@code shown} is the number of the
 * step.
 */
sealed interface Step {
  String page();

  /** The page of a step. */
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

  /** Servers were found; none was contacted. */
  record Proposal(String shown, Proposed proposed) implements Step {
    @Override
    public String page() {
      return "setup/proposal";
    }
  }

  /**
   * The person has to name the servers.
   *
   * @param refusal why the domain leads to none
   * @param problem why what was typed is not usable
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
   * A server must not be used as it is.
   *
   * @param tried the result for each server
   * @param remedy what the person may go on to be asked about
   */
  record NotProved(String shown, List<Tried> tried, SetupStep.Remedy remedy) implements Step {
    @Override
    public String page() {
      return "setup/not-proved";
    }
  }

  /**
   * The person has to answer first.
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
   * Every server gave what the account requires: the password is asked for.
   *
   * @param lock how well the password is protected
   * @param connections the security of each connection
   * @param problem why the last password was not accepted; null if there was none
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

  /** It ended before there was an account. One of the two is there. */
  record Ended(@Nullable RefusalView refusal, @Nullable String problem) implements Step {
    @Override
    public String page() {
      return "setup/ended";
    }
  }

  /** The account can be used. */
  record Done(Lock lock, List<Connection> connections) implements Step {
    @Override
    public String page() {
      return "setup/done";
    }
  }
}
