package io.github.mailclad.internal.mailproto;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream over another one that looks at every octet in one place: to read an octet, or to skip
 * some, is to read a block. {@link java.io.FilterInputStream} would skip below it.
 */
public abstract class BlockInput extends InputStream {
  /** The stream below. */
  protected final InputStream in;

  /** A stream of the octets of another one. */
  protected BlockInput(InputStream in) {
    this.in = in;
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] into, int offset, int length) throws IOException;

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
