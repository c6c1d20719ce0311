package io.github.mailclad.internal.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.fixtures.Requirement;
import io.github.mailclad.internal.discovery.ServiceRecords.SrvTarget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WeightedOrderTest {
  /** Of the chi-square distribution: only one in a thousand honest runs exceeds these. */
  private static final double WITH_TWO_DEGREES = 13.816;

  private static SrvTarget record(int priority, int weight, String target) {
    return new SrvTarget(
        priority, weight, new Endpoint(Host.of(target), 993, Endpoint.Provenance.SRV));
  }

  private static String name(SrvTarget target) {
    return target.endpoint().host().text();
  }

  @Test
  @Requirement(
      value = {"S-03", "R6186-4-1"},
      heldBy = "WeightedOrder")
  void thePriorityComesBeforeEveryWeight() {
    List<SrvTarget> order =
        WeightedOrder.of(
            List.of(record(10, 65535, "a"), record(0, 0, "b"), record(65535, 9, "c")),
            new Random(1));

    assertEquals(List.of("b", "a", "c"), order.stream().map(WeightedOrderTest::name).toList());
  }

  @Test
  @Requirement(value = "S-04", heldBy = "WeightedOrder")
  void theRunningSumOfTheDrawSelects() {
    List<SrvTarget> records = List.of(record(0, 3, "w3"), record(0, 0, "w0"), record(0, 1, "w1"));

    // that of weight 0 stands first, then as they came: running sums 0, 3, 4
    assertEquals(List.of("w0", "w3", "w1"), order(records, 0, 3, 0));
    assertEquals(List.of("w3", "w1", "w0"), order(records, 1, 1, 0));
    assertEquals(List.of("w1", "w3", "w0"), order(records, 4, 1, 0));
    assertEquals(List.of("w3", "w0", "w1"), order(records, 3, 0, 1));
  }

  private static List<String> order(List<SrvTarget> records, long... draws) {
    return WeightedOrder.of(records, new Scripted(draws)).stream()
        .map(WeightedOrderTest::name)
        .toList();
  }

  /** A generator that leaves the order as it is, and draws the given numbers. */
  private static final class Scripted implements RandomGenerator {
    private final Deque<Long> draws = new ArrayDeque<>();

    Scripted(long... draws) {
      Arrays.stream(draws).forEach(this.draws::add);
    }

    @Override
    public int nextInt(int bound) {
      return bound - 1;
    }

    @Override
    public long nextLong(long bound) {
      long draw = draws.remove();
      assertTrue(draw < bound, () -> draw + " of " + bound);
      return draw;
    }

    @Override
    public long nextLong() {
      throw new IllegalStateException("draws are bounded");
    }
  }

  @Test
  @Requirement(value = "S-04", heldBy = "WeightedOrder")
  void tenThousandDrawsFollowTheWeights() {
    // one value of 0 to 4 selects weight 0, one weight 1, three weight 3
    double chiSquare =
        chiSquare(
            List.of(record(0, 0, "w0"), record(0, 1, "w1"), record(0, 3, "w3")),
            Map.of("w0", 0.2, "w1", 0.2, "w3", 0.6));

    assertTrue(chiSquare < WITH_TWO_DEGREES, () -> "chi-square: " + chiSquare);
  }

  @Test
  @Requirement(value = "S-04", heldBy = "WeightedOrder")
  void whereAllWeightsAreZeroEachOneComesFirstAsOften() {
    double chiSquare =
        chiSquare(
            List.of(record(0, 0, "a"), record(0, 0, "b"), record(0, 0, "c")),
            Map.of("a", 1 / 3d, "b", 1 / 3d, "c", 1 / 3d));

    assertTrue(chiSquare < WITH_TWO_DEGREES, () -> "chi-square: " + chiSquare);
  }

  private static double chiSquare(List<SrvTarget> records, Map<String, Double> expected) {
    RandomGenerator random = new SplittableRandom(2782);
    Map<String, Integer> firsts = new HashMap<>();
    int draws = 10_000;
    for (int i = 0; i < draws; i++) {
      firsts.merge(name(WeightedOrder.of(records, random).get(0)), 1, Integer::sum);
    }
    return expected.entrySet().stream()
        .mapToDouble(
            e -> {
              double mean = e.getValue() * draws;
              double off = firsts.getOrDefault(e.getKey(), 0) - mean;
              return off * off / mean;
            })
        .sum();
  }

  @Test
  void theOrderIsAPermutationByPriority() {
    Random random = new Random(20261122);
    for (int run = 0; run < 1000; run++) {
      List<SrvTarget> records = new ArrayList<>();
      for (int i = random.nextInt(20); i >= 0; i--) {
        int weight = random.nextBoolean() ? random.nextInt(65536) : random.nextInt(2);
        records.add(record(random.nextInt(3), weight, "t" + i));
      }

      List<SrvTarget> order = WeightedOrder.of(records, random);

      Comparator<SrvTarget> byName = Comparator.comparing(WeightedOrderTest::name);
      assertEquals(
          records.stream().sorted(byName).toList(), order.stream().sorted(byName).toList());
      assertEquals(
          order.stream().sorted(Comparator.comparing(SrvTarget::priority)).toList(), order);
    }
  }
}
