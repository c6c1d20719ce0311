package io.github.mailclad.internal.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Loopback;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes to a peer that takes nothing. */
class TimedOutputTest {
  private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private TimedOutput over(OutputStream below, Closeable connection, long millis) {
    return new TimedOutput(below, connection, Duration.ofMillis(millis), new Deadlines(executor));
  }

  @Test
  void aPeerThatTakesNothingIsCutOff() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 5, Loopback.V4);
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket unread = listener.accept()) {
      TimedOutput out = over(client.getOutputStream(), client, 300);
      byte[] much = new byte[64 * 1024];
      long begin = System.nanoTime();
      IOException cut =
          assertThrows(
              IOException.class,
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  out.write(much);
                }
              });
      assertEquals("the peer accepted no data for 300 ms", cut.getMessage());
      assertTrue(System.nanoTime() - begin < 5_000_000_000L);
      assertTrue(client.isClosed() && !unread.isClosed());
    }
  }

  @Test
  void manyWritesAreOneLookAtTheClock() throws Exception {
    TimedOutput out = over(OutputStream.nullOutputStream(), () -> {}, 60_000);
    long begin = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      out.write(i);
    }
    long looks = executor.getTaskCount();
    assertTrue(looks <= 2 + (System.nanoTime() - begin) / 100_000_000, () -> looks + " looks");
    while (executor.getCompletedTaskCount() < executor.getTaskCount()) {
      executor.submit(() -> {}).get();
    }
    assertEquals(0, executor.getQueue().size());
  }

  @Test
  void aWriteThatNoThreadCouldEndFails() {
    executor.shutdownNow();
    TimedOutput out = over(OutputStream.nullOutputStream(), () -> {}, 60_000);
    assertEquals(
        "no thread can end a write in time",
        assertThrows(IOException.class, () -> out.write(1)).getMessage());
  }

  @Test
  void aConnectionThatIsWrittenToNowAndThenLives() throws Exception {
    boolean[] closed = {false};
    TimedOutput out = over(OutputStream.nullOutputStream(), () -> closed[0] = true, 20);
    for (int i = 0; i < 20; i++) {
      out.write(i);
      executor.schedule(() -> {}, 10, TimeUnit.MILLISECONDS).get();
    }
    assertTrue(!closed[0]);
  }
}
