package io.github.mailclad.internal.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A factory of TLS sockets over connected ones, where another factory decides about TLS. A socket
 * carries no data before the handshake is complete and its server has a verdict. Angus in each
 * version, and each {@code SSLSocketFactory}, gets such a socket, no matter which checks they make.
 * Thread-safe if the other factory and the verdict are.
 */
public final class JudgedSocketFactory extends SSLSocketFactory {
  private final SSLSocketFactory factory;
  private final Verdict verdict;

  /** The verdict on the server of a socket. */
  @FunctionalInterface
  public interface Verdict {
    /** Refuses the server by an exception; the handshake is complete. */
    void require(SSLSocket tls) throws IOException;
  }

  /**
   * Creates a factory.
   *
   * @param factory the factory of the sockets that do TLS
   */
  public JudgedSocketFactory(SSLSocketFactory factory, Verdict verdict) {
    this.factory = factory;
    this.verdict = verdict;
  }

  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
      throws IOException {
    Socket made = factory.createSocket(connected, host, port, autoClose);
    if (made instanceof SSLSocket tls) {
      return new JudgedSocket(tls, verdict);
    }
    made.close();
    throw new IOException(factory + " makes no TLS sockets");
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw unconnected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw unconnected();
  }

  @Override
  public Socket createSocket(InetAddress address, int port) {
    throw unconnected();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
    throw unconnected();
  }

  private static UnsupportedOperationException unconnected() {
    return new UnsupportedOperationException("only a socket over a connected one is made");
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return factory.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return factory.getSupportedCipherSuites();
  }

  @Override
  public String toString() {
    return "Mailclad: judged sockets of " + factory;
  }

  /** A socket with the streams of another one, after the verdict. */
  @SuppressWarnings(
      "UnsynchronizedOverridesSynchronized") // nothing is kept here that a lock would guard
  private static final class JudgedSocket extends DelegatingSslSocket {
    private final SSLSocket tls;
    private final Verdict verdict;
    private volatile boolean accepted;

    JudgedSocket(SSLSocket tls, Verdict verdict) {
      this.tls = tls;
      this.verdict = verdict;
    }

    @Override
    SSLSocket tls() {
      return tls;
    }

    @Override
    public void startHandshake() throws IOException {
      try {
        tls.startHandshake();
        verdict.require(tls);
      } catch (IOException | RuntimeException e) {
        tls.close();
        throw e;
      }
      accepted = true;
    }

    private SSLSocket judged() throws IOException {
      if (!accepted) {
        startHandshake();
      }
      return tls;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return judged().getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return judged().getOutputStream();
    }

    @Override
    public SSLSession getSession() {
      return tls.getSession();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
      tls.setEnabledProtocols(protocols);
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
      tls.setEnabledCipherSuites(suites);
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
      tls.setSSLParameters(parameters);
    }

    @Override
    public void close() throws IOException {
      tls.close();
    }
  }
}
