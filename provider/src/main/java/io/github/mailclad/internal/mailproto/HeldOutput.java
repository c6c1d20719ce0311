package io.github.mailclad.internal.mailproto;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A stream that gathers several commands, each of which its writer flushes, into one write: one TLS
 * record and, where it fits, one segment. Not thread-safe.
 */
public final class HeldOutput extends FilterOutputStream {
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private boolean holding;

  /** Creates a stream that passes everything on until {@link #hold()} is called. */
  public HeldOutput(OutputStream out) {
    super(out);
  }

  /** Writes to another stream from now on. */
  public void writeTo(OutputStream other) {
    out = other;
  }

  /** Keeps all further data, and ignores flushes, until {@link #release()}. */
  public void hold() {
    holding = true;
  }

  /** Writes the kept data, and flushes. */
  public void release() throws IOException {
    holding = false;
    byte[] group = held.toByteArray();
    held.reset();
    out.write(group);
    out.flush();
  }

  /** Discards the kept data. */
  public void discard() {
    holding = false;
    held.reset();
  }

  @Override
  public void write(int octet) throws IOException {
    (holding ? held : out).write(octet);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    (holding ? held : out).write(octets, offset, length);
  }

  @Override
  public void flush() throws IOException {
    if (!holding) {
      out.flush();
    }
  }
}
