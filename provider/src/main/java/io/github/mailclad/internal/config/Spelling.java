package io.github.mailclad.internal.config;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How near a typed word is to a known one: missing, added, other and exchanged letters. */
final class Spelling {
  /** What is longer is not compared. */
  private static final int LONGEST = 64;

  private Spelling() {}

  /** The known word that a typed one is a misspelling of; empty if it is near to none, or known. */
  static Optional<String> meant(String typed, Stream<String> known, int mistakes) {
    return known
        .filter(word -> isMisspelt(typed, word, mistakes))
        .min(Comparator.comparingInt(word -> distance(typed, word)));
  }

  /** Whether a typed word is another one, with at most that many mistakes. */
  static boolean isMisspelt(String typed, String word, int mistakes) {
    return !typed.equals(word)
        && typed.length() <= LONGEST
        && Math.abs(typed.length() - word.length()) <= mistakes
        && distance(typed, word) <= mistakes;
  }

  /** The optimal string alignment distance of two words in lower case. */
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
