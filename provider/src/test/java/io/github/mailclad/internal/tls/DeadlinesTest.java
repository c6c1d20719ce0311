package io.github.mailclad.internal.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
  private final Deadlines deadlines = new Deadlines(executor);

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private void untilNothingIsScheduled() throws Exception {
    while (!executor.getQueue().isEmpty()) {
      executor.schedule(() -> {}, 1, TimeUnit.MILLISECONDS).get();
    }
  }

  @Test
  void aConnectionIsClosedWhenItsTimeIsUpAndNoOther() throws Exception {
    CountDownLatch closed = new CountDownLatch(3);
    List<Deadlines.Deadline> passing = new ArrayList<>();
    boolean[] wrong = {false};
    Deadlines.Deadline met = deadlines.close(() -> wrong[0] = true, Duration.ofMillis(150));
    Deadlines.Deadline later = deadlines.close(() -> wrong[0] = true, MINUTE);
    long begin = System.nanoTime();
    for (int millis : List.of(0, 20, 250)) {
      passing.add(deadlines.close(closed::countDown, Duration.ofMillis(millis)));
    }
    met.met();
    assertTrue(closed.await(10, TimeUnit.SECONDS));
    assertTrue(System.nanoTime() - begin >= 250_000_000L, "none before its time");
    assertTrue(passing.stream().allMatch(Deadlines.Deadline::hasPassed));
    assertFalse(met.hasPassed() || later.hasPassed() || wrong[0]);
    assertEquals(1, deadlines.open());
  }

  @Test
  void aCloseThatFailsEndsNoOtherDeadline() throws Exception {
    CountDownLatch closed = new CountDownLatch(2);
    deadlines.close(
        () -> {
          throw new IllegalStateException("unusable");
        },
        Duration.ZERO);
    deadlines.close(
        () -> {
          closed.countDown();
          throw new IOException("unusable");
        },
        Duration.ofMillis(10));
    deadlines.close(closed::countDown, Duration.ofMillis(200));
    assertTrue(closed.await(10, TimeUnit.SECONDS));
  }

  @Test
  void nothingIsScheduledWithoutAnOpenDeadline() throws Exception {
    for (int round = 0; round < 3; round++) {
      List<Deadlines.Deadline> many = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        many.add(deadlines.close(() -> {}, MINUTE));
      }
      assertTrue(executor.getQueue().size() <= 1, "one task looks at all");
      many.forEach(Deadlines.Deadline::met);
      untilNothingIsScheduled();
      assertEquals(0, deadlines.open());
    }
  }

  @Test
  void anExecutorThatTakesNoTasksIsReportedEachTime() {
    executor.shutdownNow();
    for (int i = 0; i < 2; i++) {
      assertThrows(RejectedExecutionException.class, () -> deadlines.close(() -> {}, MINUTE));
      assertEquals(0, deadlines.open());
    }
  }
}
