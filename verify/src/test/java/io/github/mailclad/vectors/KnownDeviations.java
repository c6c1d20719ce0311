package io.github.mailclad.vectors;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The cases of x509-limbo to which Mailclad says something else than their author, each with its
 * reason: a file with one case a line, its id, its reason, and {@code by-accident} where a JVM says
 * what the author says for a reason that has nothing to do with the case.
 *
 * @param byId the case and its entry, in the order of their ids
 */
public record KnownDeviations(Map<String, Entry> byId) {

  /**
   * One case.
   *
   * @param reason the reason of the deviation
   * @param agreement the meaning of the JVM's agreement with the author
   */
  public record Entry(Reason reason, JvmAgreement agreement) {}

  /** The meaning of a case in which the JVM agrees with the author and Mailclad does not. */
  public enum JvmAgreement {
    /** Mailclad fell behind the JVM, unless it has a stricter rule. */
    COUNTS,
    /** The JVM refuses for a reason that has nothing to do with the case. */
    BY_ACCIDENT
  }

  /** Copies the map. */
  public KnownDeviations {
    byId = new TreeMap<>(byId);
  }

  /** The list of this repository. */
  public static KnownDeviations read() throws IOException {
    Map<String, Entry> entries = new TreeMap<>();
    try (InputStream in =
            Objects.requireNonNull(
                KnownDeviations.class.getResourceAsStream("known-deviations.txt"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> List.of(line.split("\\s+")))
          .forEach(fields -> entries.put(fields.get(0), entry(fields.subList(1, fields.size()))));
    }
    return new KnownDeviations(entries);
  }

  private static Entry entry(List<String> fields) {
    boolean accident = fields.size() > 1 && fields.get(1).equals("by-accident");
    return new Entry(
        Reason.valueOf(fields.get(0)), accident ? JvmAgreement.BY_ACCIDENT : JvmAgreement.COUNTS);
  }

  /** The ids of the cases with a reason. */
  public List<String> idsFor(Reason reason) {
    return byId.entrySet().stream()
        .filter(each -> each.getValue().reason() == reason)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns whether the list excuses that the JVM passes a case and Mailclad does not. */
  boolean excusesBeingBehind(Judged judged) {
    Entry entry = byId.get(judged.id());
    if (entry == null) {
      return false;
    }
    boolean stricter = entry.reason().isStricterRule() && judged.ours() instanceof Opinion.Refuses;
    return stricter
        || entry.reason().isOutOfScope()
        || entry.agreement() == JvmAgreement.BY_ACCIDENT;
  }
}
