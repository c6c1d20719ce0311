package io.github.mailclad.discovery;

import io.github.mailclad.refusal.Refusal;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the domain of an address says about its mail servers. */
public sealed interface Discovery {

  /**
   * Accepts all servers as the configuration of a new account. An account for which one of the two
   * services is missing is not configured by itself, since it would go looking for the other one
   * with less (RFC 8314, section 5.1).
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
   * There are servers to read mail from and servers to submit it to.
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
   * There are servers for one purpose only. A program that needs no other one may accept the
   * proposal itself.
   *
   * @param proposal what there is
   * @param missing why there is nothing for the other purpose
   * @param anomalies what makes no sense in the records of the other purpose
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
   * There is nothing that could be proposed.
   *
   * @param refusal why, as far as reading mail goes
   * @param submission why there is nothing to submit mail to
   * @param anomalies what makes no sense in the records
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
