package io.github.mailclad.audit.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/**
 * A connected socket below JSSE that remembers the header of the last TLS record. JSSE takes the
 * end of a connection for a close_notify, so only the record shows if there was one.
 */
final class RecordSocket extends Socket {
  private static final int HEADER = 5;

  /** The length of an encrypted alert in TLS 1.3: level, description, type, and the tag. */
  private static final int ALERT_OF_TLS_1_3 = 2 + 1 + 16;

  private final Socket socket;
  private final InputStream in;
  private final int[] header = new int[HEADER];
  private int known;
  private int left;

  RecordSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new Records(socket.getInputStream());
  }

  /** Returns whether the last record can be an alert. */
  boolean endedByAlert() {
    if (known < HEADER || left > 0) {
      return false;
    }
    int length = (header[3] << 8) | header[4];
    return header[0] == 21 || (header[0] == 23 && length == ALERT_OF_TLS_1_3);
  }

  private void seen(int octet) {
    if (left > 0) {
      left--;
      return;
    }
    if (known == HEADER) {
      known = 0;
    }
    header[known++] = octet;
    if (known == HEADER) {
      left = (header[3] << 8) | header[4];
    }
  }

  private final class Records extends FilterInputStream {
    Records(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int octet = super.read();
      if (octet >= 0) {
        seen(octet);
      }
      return octet;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
      int count = super.read(octets, offset, length);
      for (int i = 0; i < count; i++) {
        seen(Byte.toUnsignedInt(octets[offset + i]));
      }
      return count;
    }
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public boolean isConnected() {
    return socket.isConnected();
  }

  @Override
  public boolean isClosed() {
    return socket.isClosed();
  }

  @Override
  public boolean isBound() {
    return socket.isBound();
  }

  @Override
  public InetAddress getInetAddress() {
    return socket.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return socket.getLocalAddress();
  }

  @Override
  public int getPort() {
    return socket.getPort();
  }

  @Override
  public int getLocalPort() {
    return socket.getLocalPort();
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    socket.setSoTimeout(timeout);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return socket.getSoTimeout();
  }

  @Override
  public int getSoLinger() throws SocketException {
    return socket.getSoLinger();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    socket.setTcpNoDelay(on);
  }

  @Override
  public void shutdownInput() throws IOException {
    socket.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public synchronized void close() throws IOException {
    socket.close();
  }
}
