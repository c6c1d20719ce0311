package io.github.mailclad.internal.tls;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Total times: what is not finished in time is closed, whoever keeps it busy. One daemon thread
 * serves all connections and ends by itself when there is nothing to watch. Thread-safe.
 */
public final class Deadlines {
  private final ScheduledThreadPoolExecutor executor;

  /** Nothing is watched yet, and no thread runs. */
  public Deadlines() {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "mailclad-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(2, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  /** Closes it when the time is up, unless the deadline is met before. */
  public Deadline close(Closeable connection, Duration after) {
    Deadline deadline = new Deadline();
    deadline.task =
        executor.schedule(() -> deadline.pass(connection), after.toNanos(), TimeUnit.NANOSECONDS);
    return deadline;
  }

  /** The same thread, for looks at writes in progress. */
  public ScheduledExecutorService executor() {
    return executor;
  }

  /** One deadline; {@link #met()} ends it. */
  public static final class Deadline {
    private volatile boolean passed;
    private volatile @Nullable ScheduledFuture<?> task;

    private void pass(Closeable connection) {
      passed = true;
      try {
        connection.close();
      } catch (IOException e) {
        // it is closed as far as it can be
      }
    }

    /** What was watched is done. */
    public void met() {
      ScheduledFuture<?> scheduled = task;
      if (scheduled != null) {
        scheduled.cancel(false);
      }
    }

    /** Whether the time was up before it was done. */
    public boolean hasPassed() {
      return passed;
    }
  }
}
