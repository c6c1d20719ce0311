package io.github.mailclad.spring.autoconfigure;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The search for the existing name that is nearest to a mistyped one. */
final class NearestName {
  private NearestName() {}

  /** Returns the name with the fewest edits, if they are few for its length. */
  static Optional<String> to(String typed, Collection<String> names) {
    return names.stream()
        .min(
            Comparator.<String>comparingInt(name -> edits(typed, name))
                .thenComparing(Comparator.naturalOrder()))
        .filter(name -> edits(typed, name) <= Math.max(2, name.length() / 3))
        .filter(name -> edits(typed, name) < name.length());
  }

  /** Returns the nearest name as a question, after a blank; empty if no name is near. */
  static String question(String typed, Collection<String> names, String before) {
    return to(typed, names).map(name -> " Did you mean " + before + name + "?").orElse("");
  }

  /** Returns the number of letters to add, remove or replace. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
