package io.github.mailclad.internal.discovery;

import io.github.mailclad.internal.discovery.ServiceRecords.SrvTarget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The order in which the targets of SRV records are to be tried: by priority, and within one
 * priority drawn by weight (RFC 2782, "Usage rules").
 */
final class WeightedOrder {
  private WeightedOrder() {}

  /** Returns all of the targets, in an order that is drawn anew each time. */
  static List<SrvTarget> of(List<SrvTarget> targets, RandomGenerator random) {
    return targets.stream().collect(Collectors.groupingBy(SrvTarget::priority)).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(group -> drawn(group.getValue(), random).stream())
        .toList();
  }

  private static List<SrvTarget> drawn(List<SrvTarget> samePriority, RandomGenerator random) {
    List<SrvTarget> left = shuffled(samePriority, random);
    left.sort(Comparator.comparing(target -> target.weight() > 0));
    List<SrvTarget> drawn = new ArrayList<>();
    while (!left.isEmpty()) {
      drawn.add(left.remove(next(left, random)));
    }
    return drawn;
  }

  /**
   * Draws the index of the next target. Targets of weight 0 stand first: only a drawn 0 selects
   * them, which keeps their chance small.
   */
  private static int next(List<SrvTarget> left, RandomGenerator random) {
    long sum = left.stream().mapToLong(SrvTarget::weight).sum();
    long draw = random.nextLong(sum + 1);
    int at = 0;
    for (long running = left.get(0).weight(); running < draw; running += left.get(at).weight()) {
      at++;
    }
    return at;
  }

  /**
   * Returns the targets in random order, so that load is spread even where weights do not decide.
   */
  private static List<SrvTarget> shuffled(List<SrvTarget> targets, RandomGenerator random) {
    List<SrvTarget> shuffled = new ArrayList<>(targets);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      SrvTarget kept = shuffled.get(i);
      shuffled.set(i, shuffled.get(other));
      shuffled.set(other, kept);
    }
    return shuffled;
  }
}
