package io.github.mailclad.internal.tls;

import io.github.mailclad.internal.net.WriteTimeout;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing octets. A write that takes too long closes the connection. A check of the clock is
 * scheduled at the first octets, and again as long as there are writes to check. It is not
 * scheduled for each write, because most take almost no time. One writer at a time, as in TLS.
 */
final class TimedOutput extends OutputStream {
  private final OutputStream below;
  private final Closeable connection;
  private final WriteTimeout timeout;
  private final AtomicBoolean watched = new AtomicBoolean();

  /** The start of the write in progress, in nanoseconds made odd; 0 if no write is in progress. */
  private volatile long writingSince;

  private volatile boolean expired;
  private volatile boolean closed;
  private volatile @Nullable ScheduledFuture<?> look;

  TimedOutput(OutputStream below, Closeable connection, WriteTimeout timeout) {
    this.below = below;
    this.connection = connection;
    this.timeout = timeout;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    if (!timeout.isFinite()) {
      below.write(octets, offset, length);
      return;
    }
    writingSince = System.nanoTime() | 1;
    try {
      watch(timeout.limit().toNanos());
      below.write(octets, offset, length);
    } catch (IOException e) {
      throw expired
          ? new IOException(
              "the peer accepted no data for " + timeout.limit().toMillis() + " ms", e)
          : e;
    } finally {
      writingSince = 0;
    }
  }

  private void watch(long nanos) throws IOException {
    if (watched.compareAndSet(false, true) && !closed) {
      try {
        look = timeout.executor().schedule(this::look, nanos, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        throw new IOException("no thread can end a write in time", e);
      }
    }
  }

  private void look() {
    watched.set(false);
    long since = writingSince;
    if (since == 0) {
      return;
    }
    long left = timeout.limit().toNanos() - (System.nanoTime() - since);
    try {
      if (left > 0) {
        watch(left);
        return;
      }
      expired = true;
      connection.close();
    } catch (IOException e) {
      // it is closed as far as it can be
    }
  }

  /** Ends the checks because the connection is closed. */
  void unwatch() {
    closed = true;
    ScheduledFuture<?> scheduled = look;
    if (scheduled != null) {
      scheduled.cancel(false);
    }
  }

  @Override
  public void flush() throws IOException {
    below.flush();
  }

  @Override
  public void close() throws IOException {
    unwatch();
    below.close();
  }
}
