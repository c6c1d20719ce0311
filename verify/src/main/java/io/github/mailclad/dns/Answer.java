package io.github.mailclad.dns;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * The result of a look-up. An answer without records is an absence, which has a status too; a
 * look-up that ended Bogus or Indeterminate is not an answer and must never be treated as an
 * absence.
 *
 * @param <T> the type of the records
 * @param name the name that was looked up, in lower case without a trailing dot
 * @param status the DNSSEC status of the whole answer: that of the weakest step
 * @param records the records, each once; empty for an absence or a failed look-up
 * @param aliases the steps from the name to the one that has the records or lacks them, in order;
 *     empty if the name itself does. A look-up that failed keeps the steps up to there
 * @param reason the reason why the status is not Secure, in words for people; empty if there is
 *     nothing to report
 */
public record Answer<T>(
    String name, DnssecStatus status, List<T> records, List<Alias> aliases, String reason) {

  /** Copies the lists and drops repeated records. */
  public Answer {
    records = List.copyOf(new LinkedHashSet<>(records));
    aliases = List.copyOf(aliases);
    if (!status.isAnswer() && !records.isEmpty()) {
      throw new IllegalArgumentException("a look-up that ended " + status + " has no records");
    }
  }

  /** Returns a Secure answer; without records it proves that there are none. */
  public static <T> Answer<T> secure(String name, List<T> records) {
    return new Answer<>(name, DnssecStatus.SECURE, records, List.of(), "");
  }

  /** Returns an Insecure answer; without records it is an absence that is not proved. */
  public static <T> Answer<T> insecure(String name, List<T> records, String reason) {
    return new Answer<>(name, DnssecStatus.INSECURE, records, List.of(), reason);
  }

  /**
   * Returns the result of a look-up without an answer.
   *
   * @param status {@link DnssecStatus#BOGUS} or {@link DnssecStatus#INDETERMINATE}
   * @throws IllegalArgumentException if the status is that of an answer
   */
  public static <T> Answer<T> failed(String name, DnssecStatus status, String reason) {
    if (status.isAnswer()) {
      throw new IllegalArgumentException("a look-up that ended " + status + " did not fail");
    }
    return new Answer<>(name, status, List.of(), List.of(), reason);
  }

  /**
   * Returns this answer with the aliases that led to it; their statuses do not change that of the
   * answer.
   */
  public Answer<T> through(List<Alias> steps) {
    return new Answer<>(name, status, records, steps, reason);
  }

  /** Returns whether there are no records, as certain as the status says. */
  public boolean isAbsence() {
    return status.isAnswer() && records.isEmpty();
  }

  /** Returns the name that has the records or lacks them: the end of all aliases. */
  public String canonicalName() {
    return aliases.isEmpty() ? name : aliases.get(aliases.size() - 1).target();
  }
}
