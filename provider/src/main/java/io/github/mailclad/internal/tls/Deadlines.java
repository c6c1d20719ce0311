package io.github.mailclad.internal.tls;

import io.github.mailclad.internal.net.DaemonThreads;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Total time limits: closes each watched connection that is not finished in time, even if it is
 * busy. One task looks at all open deadlines from time to time, because most are met soon, and a
 * task for each would wake a thread for each. Nothing is scheduled without an open deadline.
 * Thread-safe.
 */
public final class Deadlines {
  /** The longest time between two looks; a shorter deadline may pass that much later. */
  private static final long MOST_BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ScheduledExecutorService executor;
  private final Set<Deadline> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();

  /** Creates deadlines with a daemon thread, which exists only while a deadline is open. */
  public Deadlines() {
    this(daemon());
  }

  /** Creates deadlines that an executor looks at. */
  Deadlines(ScheduledExecutorService executor) {
    this.executor = executor;
  }

  private static ScheduledExecutorService daemon() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, new DaemonThreads("mailclad-deadlines"));
    executor.setKeepAliveTime(2, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /**
   * Closes a connection after a duration, unless the deadline is {@linkplain Deadline#met() met}
   * before.
   *
   * @throws RejectedExecutionException if the executor takes no tasks any more
   */
  public Deadline close(Closeable connection, Duration after) {
    long nanos = after.toNanos();
    Deadline deadline = new Deadline(connection, System.nanoTime() + nanos, open);
    open.add(deadline);
    if (looking.compareAndSet(false, true)) {
      try {
        lookIn(Math.min(nanos, MOST_BETWEEN_LOOKS));
      } catch (RejectedExecutionException e) {
        deadline.met();
        throw e;
      }
    }
    return deadline;
  }

  private void lookIn(long nanos) {
    try {
      Future<?> unused = executor.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      looking.set(false);
      throw e;
    }
  }

  private void look() {
    long now = System.nanoTime();
    long next = MOST_BETWEEN_LOOKS;
    for (Deadline each : open) {
      long left = each.end - now;
      if (left <= 0) {
        each.pass();
      } else {
        next = Math.min(next, left);
      }
    }
    if (open.isEmpty()) {
      looking.set(false);
      // a deadline that was opened before this line did not schedule a look
      if (open.isEmpty() || !looking.compareAndSet(false, true)) {
        return;
      }
    }
    lookIn(next);
  }

  /** Returns the executor behind the deadlines. */
  public ScheduledExecutorService executor() {
    return executor;
  }

  /** Returns the number of open deadlines. */
  int open() {
    return open.size();
  }

  /** Returns deadlines that this executor looks at. */
  Deadlines by(ScheduledExecutorService other) {
    return other.equals(executor) ? this : new Deadlines(other);
  }

  /** One deadline; {@link #met()} ends it. */
  public static final class Deadline {
    private final Closeable connection;
    private final long end;
    private final Set<Deadline> open;
    private volatile boolean passed;

    private Deadline(Closeable connection, long end, Set<Deadline> open) {
      this.connection = connection;
      this.end = end;
      this.open = open;
    }

    private void pass() {
      if (!open.remove(this)) {
        return;
      }
      passed = true;
      try {
        connection.close();
      } catch (IOException | RuntimeException e) {
        // it is closed as far as it can be, and the other deadlines count
      }
    }

    /** Ends this deadline because the watched operation is complete. */
    public void met() {
      open.remove(this);
    }

    /** Returns whether the time was up before the operation was complete. */
    public boolean hasPassed() {
      return passed;
    }
  }
}
