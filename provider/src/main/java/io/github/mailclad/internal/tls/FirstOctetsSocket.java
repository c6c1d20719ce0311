package io.github.mailclad.internal.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket that remembers the first octets that came, so that a failed handshake can be
 * told in words: the TLS library says only that they were not TLS. Writing to it has an end.
 * Everything else goes to the socket below.
 */
@SuppressWarnings({
  "NullAway",
  "UnsynchronizedOverridesSynchronized"
}) // Socket(null) is legal; nothing is kept here that a lock would guard
final class FirstOctetsSocket extends Socket {
  private static final int MOST = 512;

  private final Socket plain;
  private final FirstOctets in;
  private final TimedOutput out;

  FirstOctetsSocket(Socket plain, WriteTimeout writes) throws IOException {
    super((SocketImpl) null);
    this.plain = plain;
    this.in = new FirstOctets(plain.getInputStream());
    this.out = new TimedOutput(plain.getOutputStream(), plain, writes);
  }

  /** What came first, at most 512 octets. */
  byte[] firstOctets() {
    return in.first();
  }

  /** Forgets what came first; the next octet is the first one. */
  void rememberAnew() {
    in.anew();
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  /**
   * A stream that takes what it can get at the first read and keeps that and what follows, as far
   * as there is room.
   */
  private static final class FirstOctets extends InputStream {
    private final InputStream below;
    private final byte[] first = new byte[MOST];
    private int count;
    private int served;

    FirstOctets(InputStream below) {
      this.below = below;
    }

    synchronized byte[] first() {
      return Arrays.copyOf(first, count);
    }

    synchronized void anew() {
      System.arraycopy(first, served, first, 0, count - served);
      count -= served;
      served = 0;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (served == count && count < MOST) {
        return fill() ? serve(octets, offset, length) : -1;
      }
      return served < count ? serve(octets, offset, length) : below.read(octets, offset, length);
    }

    /** Outside the lock, so that a deadline can look at what came while this waits. */
    private boolean fill() throws IOException {
      byte[] came = new byte[MOST - count];
      int n = below.read(came, 0, came.length);
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
      return count - served + below.available();
    }
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }

  @Override
  public void close() throws IOException {
    out.unwatch();
    plain.close();
  }

  @Override
  public boolean isClosed() {
    return plain.isClosed();
  }

  @Override
  public void shutdownInput() throws IOException {
    plain.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    plain.shutdownOutput();
  }

  @Override
  public boolean isInputShutdown() {
    return plain.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return plain.isOutputShutdown();
  }

  @Override
  public InetAddress getInetAddress() {
    return plain.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return plain.getLocalAddress();
  }

  @Override
  public int getPort() {
    return plain.getPort();
  }

  @Override
  public int getLocalPort() {
    return plain.getLocalPort();
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return plain.getRemoteSocketAddress();
  }

  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    return plain.getLocalSocketAddress();
  }

  @Override
  public @Nullable SocketChannel getChannel() {
    return plain.getChannel();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    plain.setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return plain.getTcpNoDelay();
  }

  @Override
  public void setSoLinger(boolean on, int seconds) throws SocketException {
    plain.setSoLinger(on, seconds);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return plain.getSoLinger();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    plain.setSoTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return plain.getSoTimeout();
  }

  @Override
  public void setSendBufferSize(int size) throws SocketException {
    plain.setSendBufferSize(size);
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return plain.getSendBufferSize();
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    plain.setReceiveBufferSize(size);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return plain.getReceiveBufferSize();
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    plain.setKeepAlive(on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return plain.getKeepAlive();
  }

  @Override
  public void setTrafficClass(int trafficClass) throws SocketException {
    plain.setTrafficClass(trafficClass);
  }

  @Override
  public int getTrafficClass() throws SocketException {
    return plain.getTrafficClass();
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    plain.setReuseAddress(on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return plain.getReuseAddress();
  }

  @Override
  public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
    plain.setOption(name, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    return plain.getOption(name);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return plain.supportedOptions();
  }

  @Override
  public boolean isConnected() {
    return plain.isConnected();
  }

  @Override
  public boolean isBound() {
    return plain.isBound();
  }
}
