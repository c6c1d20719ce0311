package io.github.mailclad.dns;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * What a look-up ended with. An answer without records is an absence, which has a status too; a
 * look-up that ended Bogus or Indeterminate is no answer and must never be taken for an absence.
 *
 * @param <T> what the records say
 * @param name the name that was looked up, in lower case without a trailing dot
 * @param status how far DNSSEC vouches for all of it: that of the weakest step on the way
 * @param records the records, each once; none for an absence or a look-up that failed
 * @param aliases the steps from the name to the one that has the records or lacks them, in order;
 *     empty if the name itself does. A look-up that failed keeps the steps up to there
 * @param reason why the status is not Secure, in words for people; empty for nothing to say
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

  /** A Secure answer; without records it is the proof that there are none. */
  public static <T> Answer<T> secure(String name, List<T> records) {
    return new Answer<>(name, DnssecStatus.SECURE, records, List.of(), "");
  }

  /** An Insecure answer; without records it is an absence that nobody vouches for. */
  public static <T> Answer<T> insecure(String name, List<T> records, String reason) {
    return new Answer<>(name, DnssecStatus.INSECURE, records, List.of(), reason);
  }

  /**
   * A look-up without an answer.
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
   * This answer, found by way of these aliases; their statuses do not change that of the answer.
   */
  public Answer<T> through(List<Alias> steps) {
    return new Answer<>(name, status, records, steps, reason);
  }

  /** Whether it is certain, as far as the status goes, that there are no records. */
  public boolean isAbsence() {
    return status.isAnswer() && records.isEmpty();
  }

  /** The name that has the records or lacks them: the end of all aliases. */
  public String canonicalName() {
    return aliases.isEmpty() ? name : aliases.get(aliases.size() - 1).target();
  }
}
