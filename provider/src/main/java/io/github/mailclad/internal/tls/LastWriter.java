package io.github.mailclad.internal.tls;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The thread that wrote to a connection last. Thread-safe. */
public final class LastWriter {
  private volatile @Nullable Thread thread;

  /** Forgets what a thread wrote before. */
  public void forget(Thread writer) {
    if (writer.equals(thread)) {
      thread = null;
    }
  }

  /** Returns whether it is that thread. */
  public boolean is(Thread writer) {
    return writer.equals(thread);
  }

  /** Returns a stream that notes who writes to another one. */
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
