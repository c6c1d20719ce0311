package io.github.mailclad.internal.tls;

import io.github.mailclad.internal.handshake.DelegatingSocket;
import io.github.mailclad.internal.mailproto.BlockInput;
import io.github.mailclad.internal.net.WriteTimeout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket that remembers the first octets that the peer sent. They explain a failed
 * handshake: the TLS library says only that they were not TLS. A write has a time limit. Everything
 * else is delegated to the socket below.
 */
@SuppressWarnings(
    "UnsynchronizedOverridesSynchronized") // nothing is kept here that a lock would guard
final class FirstOctetsSocket extends DelegatingSocket {
  private static final int ONE_READ = 4096;

  private final FirstOctets in;
  private final OutputStream out;
  private final @Nullable SocketAddress local;

  /**
   * Creates a socket over a connected one.
   *
   * @param most the number of octets to remember
   */
  FirstOctetsSocket(Socket plain, WriteTimeout writes, Deadlines deadlines, int most)
      throws IOException {
    super(plain);
    // each question goes to the system, and is asked several times for each connection
    this.local = plain.getLocalSocketAddress();
    this.in = new FirstOctets(plain.getInputStream(), most);
    this.out =
        writes.isFinite()
            ? new TimedOutput(
                plain.getOutputStream(), plain, writes.limit(), deadlines.by(writes.executor()))
            : plain.getOutputStream();
  }

  /** Returns the first octets that the peer sent, as many as are remembered. */
  byte[] firstOctets() {
    return in.first();
  }

  /**
   * Returns whether an octet, or the end of the connection, arrives within the time in
   * milliseconds. The octets that arrive stay available for the next read.
   */
  boolean speaksWithin(int millis) throws IOException {
    int usual = getSoTimeout();
    setSoTimeout(millis);
    try {
      in.await();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } finally {
      if (!isClosed()) {
        setSoTimeout(usual);
      }
    }
  }

  /**
   * Returns whether the peer has sent nothing, and not closed the connection. A socket on which
   * this is false must not be used any more, because an octet may be lost.
   *
   * @param millis the time to wait; 0 to look only at what has arrived
   */
  boolean isSilent(int millis) throws IOException {
    if (in.available() > 0) {
      return false;
    }
    if (millis == 0) {
      return true;
    }
    int usual = getSoTimeout();
    setSoTimeout(millis);
    try {
      in.read(new byte[1], 0, 1);
      return false;
    } catch (SocketTimeoutException e) {
      setSoTimeout(usual);
      return true;
    }
  }

  /** Forgets the octets that were read; the next one to be read counts as the first. */
  void rememberAnew() {
    in.anew();
  }

  /** Forgets the octets that were read, and remembers no others. */
  void forget() {
    in.forget();
  }

  /** Returns the address of the open connection, which does not change. */
  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    return isClosed() ? super.getLocalSocketAddress() : local;
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  /**
   * A stream that fills its buffer with as much as it gets at the first read, and remembers what
   * follows up to its limit.
   */
  private static final class FirstOctets extends BlockInput {
    private byte[] first;
    private int count;
    private int served;

    FirstOctets(InputStream below, int most) {
      super(below);
      this.first = new byte[most];
    }

    synchronized byte[] first() {
      return Arrays.copyOf(first, count);
    }

    synchronized void anew() {
      System.arraycopy(first, served, first, 0, count - served);
      count -= served;
      served = 0;
    }

    synchronized void forget() {
      first = Arrays.copyOfRange(first, served, count);
      count = first.length;
      served = 0;
    }

    /** Waits until there is something to read, or the stream has ended. */
    void await() throws IOException {
      if (served == count && count < first.length) {
        fill();
      }
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (served == count && count < first.length) {
        return fill() ? serve(octets, offset, length) : -1;
      }
      return served < count ? serve(octets, offset, length) : in.read(octets, offset, length);
    }

    /** Reads outside the lock, so that a deadline can look at the first octets while this waits. */
    private boolean fill() throws IOException {
      byte[] came = new byte[Math.min(first.length - count, ONE_READ)];
      int n = in.read(came, 0, came.length);
      if (n <= 0) {
        return false;
      }
      synchronized (this) {
        System.arraycopy(came, 0, first, count, n);
        count += n;
      }
      return true;
    }

    private int serve(byte[] octets, int offset, int length) {
      int n = Math.min(length, count - served);
      System.arraycopy(first, served, octets, offset, n);
      served += n;
      return n;
    }

    @Override
    public int available() throws IOException {
      return count - served + in.available();
    }

    /** Does nothing: the socket is closed, not its streams. */
    @Override
    public void close() {}
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }
}
