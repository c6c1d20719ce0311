package io.github.mailclad.discovery;

import io.github.mailclad.refusal.Refusal;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The mail servers that the domain of an address publishes. */
public sealed interface Discovery {

  /**
   * Accepts all servers as the configuration of a new account. An account without one of the two
   * services is not configured automatically, because it would look for the missing one with less
   * protection (RFC 8314, section 5.1).
   *
   * @param confirmed the questions whose servers a person confirmed; a proposal whose {@linkplain
   *     Proposal#question() question} is not among them is refused
   */
  Decision accept(Set<TargetQuestion> confirmed);

  /** Accepts all servers; they are refused if a question is open. */
  default Decision accept() {
    return accept(Set.of());
  }

  /**
   * Servers to read mail from and servers to submit it to.
   *
   * @param access IMAP or POP3, as the domain or the application prefers
   * @param submission message submission
   */
  record Complete(Proposal access, Proposal submission) implements Discovery {
    @Override
    public Decision accept(Set<TargetQuestion> confirmed) {
      Decision reading = access.accept(confirmed);
      if (!(reading instanceof Decision.Accepted read)) {
        return reading;
      }
      Decision submitting = submission.accept(confirmed);
      return submitting instanceof Decision.Accepted submit
          ? new Decision.Accepted(
              Stream.concat(read.settings().stream(), submit.settings().stream()).toList())
          : submitting;
    }
  }

  /**
   * Servers for one purpose only. A program that needs only this purpose may accept the proposal
   * itself.
   *
   * @param proposal the servers that were found
   * @param missing the reason why there are no servers for the other purpose
   * @param anomalies the invalid records of the other purpose
   */
  record Partial(Proposal proposal, Refusal missing, List<String> anomalies) implements Discovery {
    public Partial {
      anomalies = List.copyOf(anomalies);
    }

    @Override
    public Decision accept(Set<TargetQuestion> confirmed) {
      return new Decision.Declined(missing);
    }
  }

  /**
   * No servers that could be proposed.
   *
   * @param refusal the reason why there are no servers to read mail from
   * @param submission the reason why there are no servers to submit mail to
   * @param anomalies the invalid records
   */
  record Nothing(Refusal refusal, Refusal submission, List<String> anomalies) implements Discovery {
    public Nothing {
      anomalies = List.copyOf(anomalies);
    }

    @Override
    public Decision accept(Set<TargetQuestion> confirmed) {
      return new Decision.Declined(refusal);
    }
  }
}
