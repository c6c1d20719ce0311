package io.github.mailclad.internal.tls;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * The outgoing octets. A write that takes too long closes the connection. One writer at a time, as
 * in TLS.
 */
final class TimedOutput extends OutputStream {
  private final OutputStream below;
  private final Closeable connection;
  private final Duration limit;
  private final Deadlines deadlines;

  /**
   * Creates a stream that closes a connection after a write of that duration.
   *
   * @param limit more than zero
   */
  TimedOutput(OutputStream below, Closeable connection, Duration limit, Deadlines deadlines) {
    this.below = below;
    this.connection = connection;
    this.limit = limit;
    this.deadlines = deadlines;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    Deadlines.Deadline deadline = begin();
    try {
      below.write(octets, offset, length);
    } catch (IOException e) {
      throw deadline.hasPassed()
          ? new IOException("the peer accepted no data for " + limit.toMillis() + " ms", e)
          : e;
    } finally {
      deadline.met();
    }
  }

  private Deadlines.Deadline begin() throws IOException {
    try {
      return deadlines.close(connection, limit);
    } catch (RejectedExecutionException e) {
      throw new IOException("no thread can end a write in time", e);
    }
  }

  @Override
  public void flush() throws IOException {
    below.flush();
  }

  @Override
  public void close() throws IOException {
    below.close();
  }
}
