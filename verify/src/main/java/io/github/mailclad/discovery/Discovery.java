package io.github.mailclad.discovery;

import io.github.mailclad.Outcome;
import java.util.List;
import java.util.Set;

/**
 * The mail servers that the domain of an address publishes, for each of two purposes. Where there
 * are none, the refusal is the reason. A program that needs only one purpose may accept its
 * proposal alone.
 *
 * @param access the servers to read mail from, by IMAP or POP3 as the domain or the application
 *     prefers
 * @param submission the servers to submit mail to
 * @param anomalies the invalid records of a purpose without servers, a line each
 */
public record Discovery(
    Outcome<Proposal> access, Outcome<Proposal> submission, List<String> anomalies) {
  public Discovery {
    anomalies = List.copyOf(anomalies);
  }

  /** Accepts all servers; they are refused if a question is open. */
  public Outcome<List<ServerSettings>> accept() {
    return accept(Set.of());
  }

  /**
   * Accepts all servers as the configuration of a new account. An account without one of the two
   * services is not configured automatically, because it would look for the missing one with less
   * protection (RFC 8314, section 5.1).
   *
   * @param confirmed the questions whose servers a person confirmed; a proposal whose {@linkplain
   *     Proposal#question() question} is not among them is refused
   * @return the settings for access and for submission, in this order; nothing may be contacted if
   *     they are refused
   */
  public Outcome<List<ServerSettings>> accept(Set<TargetQuestion> confirmed) {
    return access.then(
        reading ->
            submission.then(
                submitting ->
                    reading
                        .accept(confirmed)
                        .then(
                            read ->
                                submitting
                                    .accept(confirmed)
                                    .map(submit -> List.of(read, submit)))));
  }
}
