package org.apache.camel.support.jsse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/** Has the name of a class of Camel, which settings know by it. */
public final class BaseSSLContextParameters {
  private BaseSSLContextParameters() {}

  /** The socket factory that Camel passes to Jakarta Mail if an endpoint has SSL parameters. */
  public static final class SSLSocketFactoryDecorator extends SSLSocketFactory {
    private final SSLSocketFactory decorated;

    /** Decorates a factory. */
    public SSLSocketFactoryDecorator(SSLSocketFactory decorated) {
      this.decorated = decorated;
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return decorated.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return decorated.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(Socket s, String host, int port, boolean autoClose)
        throws IOException {
      return decorated.createSocket(s, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return decorated.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return decorated.createSocket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return decorated.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return decorated.createSocket(host, port, local, localPort);
    }
  }
}
