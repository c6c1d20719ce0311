package io.github.mailclad.discovery;

import io.github.mailclad.MailService;
import java.util.List;

/**
 * Asks a person whether servers are the right ones, where nothing else tells: the SRV records that
 * name them are not signed, and the servers are in another domain, or their own names are to count
 * (RFC 8314, section 5.1). The person should know from the provider, not from these records.
 */
@FunctionalInterface
public interface TargetConfirmation {

  /**
   * What to ask.
   *
   * @param domain the domain of the address, in A-labels
   * @param service the service
   * @param targets the host names, sorted; whoever can change DNS answers could have chosen them
   */
  record Question(String domain, MailService service, List<String> targets) {
    /** Sorts the hosts: the same hosts are the same question. */
    public Question {
      targets = targets.stream().distinct().sorted().toList();
    }
  }

  /** What the person said. */
  enum Answer {
    /** All of these are servers of the account's provider. */
    CONFIRMED,
    /** They are not, or the person does not know. They are not contacted. */
    REFUSED
  }

  /**
   * The answer to a question. It is asked once; the answer holds as long as the {@link
   * MailDiscovery} that asked. An exception is a refusal.
   */
  Answer answer(Question question);

  /** For programs without a person to ask: refuses everything. */
  static TargetConfirmation nobody() {
    return question -> Answer.REFUSED;
  }
}
