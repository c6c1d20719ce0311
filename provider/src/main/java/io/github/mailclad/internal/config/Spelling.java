package io.github.mailclad.internal.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The similarity of a typed word to a known one: missing, added, other and exchanged letters. */
final class Spelling {
  /** The longest word that is compared. */
  private static final int LONGEST = 64;

  private Spelling() {}

  /**
   * Returns the known word of which the typed one is a misspelling; empty if the word itself is
   * known, or similar to no known word.
   */
  static Optional<String> meant(String typed, List<String> known, int mistakes) {
    @Nullable String nearest = null;
    for (String word : known) {
      if (isMisspelt(typed, word, mistakes)
          && (nearest == null || distance(typed, word) < distance(typed, nearest))) {
        nearest = word;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /**
   * Returns whether a typed word is another one with at most this number of mistakes, but not the
   * same.
   */
  static boolean isMisspelt(String typed, String word, int mistakes) {
    return !typed.equals(word)
        && typed.length() <= LONGEST
        && Math.abs(typed.length() - word.length()) <= mistakes
        && distance(typed, word) <= mistakes;
  }

  /** Returns the optimal string alignment distance of two words in lower case. */
  static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        table[i][j] = i == 0 || j == 0 ? i + j : step(table, a, b, i, j);
      }
    }
    return table[a.length()][b.length()];
  }

  private static int step(int[][] table, String a, String b, int i, int j) {
    int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least =
        Math.min(table[i - 1][j - 1] + same, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
    boolean exchanged =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return exchanged ? Math.min(least, 1 + table[i - 2][j - 2]) : least;
  }
}
