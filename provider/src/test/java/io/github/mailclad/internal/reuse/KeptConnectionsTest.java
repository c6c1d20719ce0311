package io.github.mailclad.internal.reuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds of kept connections. */
class KeptConnectionsTest {
  private static final int MOST = 3;

  private final ManualClock clock = new ManualClock();
  private final ManualTimer timer = new ManualTimer();
  private final List<String> ended = new ArrayList<>();
  private final KeptConnections<String, Fake> kept =
      new KeptConnections<>(clock, timer, Runnable::run);

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private static final class ManualClock extends Clock {
    private Instant now = Instant.parse("2026-12-01T12:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** Runs what is scheduled when the test says so. */
  private static final class ManualTimer extends ScheduledThreadPoolExecutor {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Deque<Long> delays = new ArrayDeque<>();

    ManualTimer() {
      super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      tasks.add(task);
      delays.add(unit.toMillis(delay));
      return super.schedule(() -> {}, 1, TimeUnit.DAYS);
    }

    void run() {
      delays.remove();
      tasks.remove().run();
    }
  }

  private final class Fake implements KeptConnections.Connection {
    private final String name;
    private final Instant opened;
    private boolean silent = true;

    Fake(String name) {
      this.name = name;
      this.opened = clock.instant();
    }

    @Override
    public Instant opened() {
      return opened;
    }

    @Override
    public boolean isSilentAfter(Duration wait) {
      return silent;
    }

    @Override
    public void leave() {
      ended.add(name);
    }
  }

  private Optional<String> taken(String key) {
    return kept.take(key).map(entry -> entry.connection().name);
  }

  private Fake keep(String key, String name) {
    Fake connection = new Fake(name);
    kept.keep(key, connection, MOST);
    return connection;
  }

  @Test
  void theConnectionThatWasUsedLastIsUsedFirstAndOnlyOnce() {
    keep("alice", "a1");
    keep("alice", "a2");
    assertEquals(Optional.of("a2"), taken("alice"));
    assertEquals(Optional.of("a1"), taken("alice"));
    assertEquals(Optional.empty(), taken("alice"));
  }

  @Test
  void aConnectionServesOnlyItsKey() {
    keep("alice", "a1");
    assertEquals(Optional.empty(), taken("bob"));
    assertEquals(List.of(), ended);
  }

  @Test
  void aConnectionOnWhichTheServerSentSomethingIsEnded() {
    keep("alice", "a1");
    keep("alice", "a2").silent = false;
    assertEquals(Optional.of("a1"), taken("alice"));
    assertEquals(List.of("a2"), ended);
  }

  @Test
  void aConnectionWaitsAMinute() {
    keep("alice", "a1");
    clock.pass(KeptConnections.LONGEST_WAIT.minusMillis(1));
    assertEquals(Optional.of("a1"), taken("alice"));
    keep("alice", "a2");
    clock.pass(KeptConnections.LONGEST_WAIT);
    assertEquals(Optional.empty(), taken("alice"));
    assertEquals(List.of("a2"), ended);
  }

  @Test
  void aConnectionIsUsedForTenMinutes() {
    Fake connection = keep("alice", "a1");
    for (int minutes = 0; minutes < 10; minutes++) {
      assertEquals(Optional.of("a1"), taken("alice"));
      kept.keep("alice", connection, MOST);
      clock.pass(Duration.ofSeconds(59));
    }
    assertEquals(Optional.of("a1"), taken("alice"));
    kept.keep("alice", connection, MOST);
    clock.pass(Duration.ofSeconds(11));
    assertEquals(Optional.empty(), taken("alice"));
    assertEquals(List.of("a1"), ended);
  }

  @Test
  void aConnectionIsNotUsedAfterTheClockWasSetBack() {
    keep("alice", "a1");
    clock.pass(Duration.ofSeconds(-1));
    assertEquals(Optional.empty(), taken("alice"));
  }

  @Test
  void noMoreAreKeptThanTheNumber() {
    for (String name : List.of("a1", "a2", "a3")) {
      assertTrue(kept.mayKeep("alice", MOST));
      keep("alice", name);
    }
    assertFalse(kept.mayKeep("alice", MOST));
    keep("alice", "a4");
    assertEquals(List.of("a4"), ended);
  }

  @Test
  void theConnectionOfAnotherKeyThatWaitsLongestMakesRoom() {
    keep("bob", "b1");
    keep("bob", "b2");
    keep("alice", "a1");
    keep("alice", "a2");
    assertEquals(List.of("b1"), ended);
    assertEquals(Optional.of("b2"), taken("bob"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void noneIsKeptWhereNoneMay(int most) {
    kept.keep("alice", new Fake("a1"), most);
    assertEquals(List.of("a1"), ended);
  }

  @Test
  void aPauseEndsAllAndKeepsNoneForAMinute() {
    keep("alice", "a1");
    keep("bob", "b1");
    kept.pause();
    assertEquals(List.of("b1", "a1"), ended);
    clock.pass(KeptConnections.PAUSE.minusMillis(1));
    assertFalse(kept.mayKeep("alice", MOST));
    keep("alice", "a2");
    assertEquals(Optional.empty(), taken("alice"));
    clock.pass(Duration.ofMillis(1));
    keep("alice", "a3");
    assertEquals(Optional.of("a3"), taken("alice"));
  }

  /** There is no timer without connections, and one for all of them. */
  @Test
  void theTimerEndsWhatWaitedTooLong() {
    keep("alice", "a1");
    clock.pass(Duration.ofSeconds(20));
    keep("alice", "a2");
    assertEquals(1, timer.tasks.size());

    clock.pass(Duration.ofSeconds(40));
    timer.run();
    assertEquals(List.of("a1"), ended);
    assertEquals(List.of(20_001L), List.copyOf(timer.delays));

    clock.pass(Duration.ofMillis(20_001));
    timer.run();
    assertEquals(List.of("a1", "a2"), ended);
    assertEquals(0, timer.tasks.size());
  }
}
