package io.github.mailclad.audit.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/**
 * A connected socket below JSSE that counts TLS records. JSSE takes the end of a connection for a
 * close_notify, so only a record without data shows that there was one. Its length does not: a
 * record of TLS 1.3 may be padded (RFC 8446, section 5.4).
 */
final class RecordSocket extends Socket {
  private static final int HEADER = 5;

  private final Socket socket;
  private final InputStream in;
  private final int[] header = new int[HEADER];
  private int known;
  private int left;
  private int count;

  RecordSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new Records(socket.getInputStream());
  }

  /** Returns the number of records so far. */
  int count() {
    return count;
  }

  /** Returns the type and length of the last record, for the evidence. */
  String lastRecord() {
    return known < HEADER
        ? "incomplete"
        : "type " + header[0] + ", " + ((header[3] << 8) | header[4]) + " octets";
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
      count++;
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
  public synchronized void setSoTimeout(int timeout) throws SocketException {
    socket.setSoTimeout(timeout);
  }

  @Override
  public synchronized int getSoTimeout() throws SocketException {
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
