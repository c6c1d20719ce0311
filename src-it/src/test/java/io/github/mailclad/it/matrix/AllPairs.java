package io.github.mailclad.it.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A pairwise covering array: rows that hold one level for each factor, such that any two levels of
 * any two factors meet in at least one row. Greedy and deterministic; not minimal.
 */
final class AllPairs {
  private final List<Integer> levels;
  private final int[] first;
  private final boolean[][] met;

  private AllPairs(List<Integer> levels) {
    this.levels = levels;
    this.first = new int[levels.size()];
    int all = 0;
    for (int factor = 0; factor < levels.size(); factor++) {
      first[factor] = all;
      all += levels.get(factor);
    }
    this.met = new boolean[all][all];
  }

  /**
   * The rows.
   *
   * @param levels how many levels each factor has; a row's numbers count from 0
   */
  static List<List<Integer>> of(List<Integer> levels) {
    return new AllPairs(levels).rows();
  }

  private List<List<Integer>> rows() {
    List<List<Integer>> rows = new ArrayList<>();
    for (int a = 0; a < levels.size(); a++) {
      for (int b = a + 1; b < levels.size(); b++) {
        for (int i = 0; i < levels.get(a); i++) {
          for (int j = 0; j < levels.get(b); j++) {
            if (!met[first[a] + i][first[b] + j]) {
              rows.add(rowWith(a, i, b, j));
            }
          }
        }
      }
    }
    return rows;
  }

  private List<Integer> rowWith(int a, int i, int b, int j) {
    List<Integer> row = new ArrayList<>(Collections.nCopies(levels.size(), -1));
    row.set(a, i);
    row.set(b, j);
    for (int factor = 0; factor < levels.size(); factor++) {
      if (row.get(factor) < 0) {
        row.set(factor, mostNew(row, factor));
      }
    }
    int[] cells = new int[levels.size()];
    Arrays.setAll(cells, factor -> first[factor] + row.get(factor));
    for (int one : cells) {
      for (int other : cells) {
        met[one][other] = true;
      }
    }
    return List.copyOf(row);
  }

  /** The level that meets most others of the row for the first time. */
  private int mostNew(List<Integer> row, int factor) {
    int best = 0;
    int most = -1;
    for (int level = 0; level < levels.get(factor); level++) {
      int fresh = 0;
      for (int other = 0; other < levels.size(); other++) {
        if (row.get(other) >= 0 && !met[first[factor] + level][first[other] + row.get(other)]) {
          fresh++;
        }
      }
      if (fresh > most) {
        most = fresh;
        best = level;
      }
    }
    return best;
  }
}
