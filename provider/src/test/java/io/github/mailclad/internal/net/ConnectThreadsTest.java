package io.github.mailclad.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

class ConnectThreadsTest {
  private static final int CONNECTS = ConnectThreads.FEW + 8;
  private static final String OF_THE_SYSTEM = "java.lang.Thread";

  @Test
  void theFirstConnectsStartNoVirtualThread() {
    boolean virtual = Runtime.version().feature() >= 24;
    Map<String, Integer> expected =
        virtual
            ? Map.of(OF_THE_SYSTEM, ConnectThreads.FEW, "java.lang.VirtualThread", 8)
            : Map.of(OF_THE_SYSTEM, CONNECTS);
    assertEquals(expected, threadsOf(Runtime.version()));
  }

  @Test
  void allAreThreadsOfTheSystemWhereAMonitorHoldsVirtualOnes() {
    assertEquals(Map.of(OF_THE_SYSTEM, CONNECTS), threadsOf(Runtime.Version.parse("23")));
  }

  @Test
  @EnabledForJreRange(maxVersion = 20)
  void threadsOfTheSystemServeWhereVirtualOnesCannotBeMade() {
    assertEquals(Map.of(OF_THE_SYSTEM, CONNECTS), threadsOf(Runtime.Version.parse("24")));
  }

  /** Returns how many threads of each class run as many connects at the same time. */
  private static Map<String, Integer> threadsOf(Runtime.Version java) {
    Executor executor = ConnectThreads.executor(java, System.getLogger("test"));
    Map<String, Integer> threads = new ConcurrentHashMap<>();
    Phaser counted = new Phaser(CONNECTS + 1);
    for (int i = 0; i < CONNECTS; i++) {
      executor.execute(
          () -> {
            threads.merge(Thread.currentThread().getClass().getName(), 1, Integer::sum);
            counted.arriveAndAwaitAdvance();
          });
    }
    counted.arriveAndAwaitAdvance();
    return threads;
  }
}
