package io.github.mailclad.internal.tls;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Octets on their way out; a write that takes too long ends with the connection. A look at the
 * clock is scheduled when the first octets go out, and again as long as there is something to look
 * at: not for each write, because most take no time at all. One writer at a time, as TLS does.
 */
final class TimedOutput extends OutputStream {
  private final OutputStream below;
  private final Closeable connection;
  private final WriteTimeout timeout;
  private final AtomicBoolean watched = new AtomicBoolean();

  /** When the write in progress began, in odd nanoseconds; 0 while there is none. */
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
          ? new IOException("nothing was taken for " + timeout.limit().toMillis() + " ms", e)
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
        throw new IOException("nobody is there to end a write in time", e);
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

  /** The connection is closed: there is nothing to look at any more. */
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
