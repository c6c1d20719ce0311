package io.github.mailclad.internal.mailproto;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream over another one that sees every octet in one method: reading one octet and skipping
 * octets both read a block. {@link java.io.FilterInputStream} would skip in the stream below
 * instead.
 */
public abstract class BlockInput extends InputStream {
  /** The stream below. */
  protected final InputStream in;

  /** Creates a stream of the octets of another one. */
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
