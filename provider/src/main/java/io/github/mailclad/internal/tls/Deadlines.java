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
 * Total time limits: closes each watched connection that is not finished in time, even if it is
 * busy. One daemon thread serves all connections. It ends by itself when there is nothing to watch.
 * Thread-safe.
 */
public final class Deadlines {
  private final ScheduledThreadPoolExecutor executor;

  /** Creates deadlines without starting a thread. */
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

  /**
   * Closes a connection after a duration, unless the deadline is {@linkplain Deadline#met() met}
   * before.
   */
  public Deadline close(Closeable connection, Duration after) {
    Deadline deadline = new Deadline();
    deadline.task =
        executor.schedule(() -> deadline.pass(connection), after.toNanos(), TimeUnit.NANOSECONDS);
    return deadline;
  }

  /** Returns the executor behind the deadlines, which also checks the writes in progress. */
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

    /** Ends this deadline because the watched operation is complete. */
    public void met() {
      ScheduledFuture<?> scheduled = task;
      if (scheduled != null) {
        scheduled.cancel(false);
      }
    }

    /** Returns whether the time was up before the operation was complete. */
    public boolean hasPassed() {
      return passed;
    }
  }
}
