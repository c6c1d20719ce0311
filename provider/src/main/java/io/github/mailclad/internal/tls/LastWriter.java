package io.github.mailclad.internal.tls;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The thread that last wrote to a connection. Thread-safe. */
public final class LastWriter {
  private volatile @Nullable Thread thread;

  /** Forgets the writes of a thread. */
  public void forget(Thread writer) {
    if (writer.equals(thread)) {
      thread = null;
    }
  }

  /** Returns whether a thread is the last writer. */
  public boolean is(Thread writer) {
    return writer.equals(thread);
  }

  /** Returns a stream that passes octets on to another one and records the writing thread. */
  OutputStream watching(OutputStream connection) {
    return new Watched(connection);
  }

  private final class Watched extends FilterOutputStream {
    Watched(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      thread = Thread.currentThread();
      out.write(octets, offset, length);
    }
  }
}
