package io.github.mailclad.it.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AllPairsTest {
  @Test
  void anyTwoLevelsOfAnyTwoFactorsMeetInOneRow() {
    List<Integer> levels = List.of(2, 5, 3, 4, 2, 3, 3, 2);
    List<List<Integer>> rows = AllPairs.of(levels);
    for (int a = 0; a < levels.size(); a++) {
      for (int b = a + 1; b < levels.size(); b++) {
        Set<List<Integer>> met = new HashSet<>();
        for (List<Integer> row : rows) {
          met.add(List.of(row.get(a), row.get(b)));
        }
        assertEquals(levels.get(a) * levels.get(b), met.size(), "factors " + a + " and " + b);
      }
    }
    assertTrue(rows.size() < 40, rows.size() + " rows are hardly better than all combinations");
  }

  @Test
  void isTheSameEveryTime() {
    assertEquals(AllPairs.of(List.of(4, 3, 3, 2)), AllPairs.of(List.of(4, 3, 3, 2)));
  }
}
