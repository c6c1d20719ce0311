package io.github.mailclad.internal.tls;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing octets of a verified connection. It records the thread that wrote last, and throws
 * failures with their reason.
 */
final class SecuredOutput extends FilterOutputStream {
  private final UnaryOperator<IOException> explained;
  private volatile @Nullable Thread lastWriter;

  /**
   * Creates a stream over the encrypting one.
   *
   * @param explained turns the failure of a write into the exception to throw
   */
  SecuredOutput(OutputStream encrypting, UnaryOperator<IOException> explained) {
    super(encrypting);
    this.explained = explained;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    writtenBy(Thread.currentThread());
    try {
      out.write(octets, offset, length);
    } catch (IOException e) {
      throw explained.apply(e);
    }
  }

  /** Counts a thread as the last writer. */
  void writtenBy(Thread writer) {
    lastWriter = writer;
  }

  /** Forgets the writes of a thread. */
  void forget(Thread writer) {
    if (writer.equals(lastWriter)) {
      lastWriter = null;
    }
  }

  /** Returns whether a thread is the last writer. */
  boolean isLastWriter(Thread writer) {
    return writer.equals(lastWriter);
  }
}
