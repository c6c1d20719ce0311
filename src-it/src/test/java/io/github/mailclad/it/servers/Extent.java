package io.github.mailclad.it.servers;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The combinations of a test that a run takes: all of them with {@code -Dmailclad.interop=full},
 * else a sample.
 */
final class Extent {
  private Extent() {}

  static boolean isFull() {
    return "full".equals(System.getProperty("mailclad.interop"));
  }

  /** Returns all combinations, or the first and every n-th after it. */
  static <T> Stream<T> sampled(Stream<T> combinations, int everyNth) {
    int step = isFull() ? 1 : everyNth;
    List<T> all = combinations.toList();
    return IntStream.range(0, all.size()).filter(i -> i % step == 0).mapToObj(all::get);
  }
}
