package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.Contender;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Clients that take turns: in each round every one once, and another one first. What disturbs the
 * machine disturbs all of them. A client that fails leaves.
 */
final class Turns<T> {
  private final List<Contender<T>> contenders;
  private final Results results;

  Turns(List<Contender<T>> contenders, Results results) {
    this.contenders = new ArrayList<>(contenders);
    this.results = results;
  }

  /** What is done with a client when it is its turn. */
  @FunctionalInterface
  interface Turn<T> {
    void take(Contender<T> contender) throws Exception;
  }

  void take(int rounds, Turn<T> turn) {
    for (int round = 0; round < rounds; round++) {
      List<Contender<T>> order = new ArrayList<>(contenders);
      Collections.rotate(order, round);
      for (Contender<T> each : order) {
        try {
          turn.take(each);
        } catch (Exception e) {
          results.failed(each, e);
          contenders.remove(each);
        }
      }
    }
  }
}
