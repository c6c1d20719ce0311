package io.github.mailclad.it.matrix;

import io.github.mailclad.it.traps.DefaultTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.util.MailSSLSocketFactory;

/** Code that people paste from the web to remove a certificate error. */
public final class TrustAll {
  private TrustAll() {}

  /** A TLS context that accepts every server. */
  static SSLContext context() {
    try {
      return DefaultTls.context(new DefaultTls.Everything());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  /** Returns Angus's own factory, set to trust every host. */
  static SSLSocketFactory angusFactory() {
    try {
      MailSSLSocketFactory factory = new MailSSLSocketFactory();
      factory.setTrustAllHosts(true);
      return factory;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  /** A verifier that accepts every name, to be named by class. */
  public static final class Verifier implements HostnameVerifier {
    /** As Angus makes it. */
    public Verifier() {}

    @Override
    public boolean verify(String host, SSLSession session) {
      return true;
    }
  }

  /** A factory that accepts every server, to be named by class. */
  public static final class Factory extends SSLSocketFactory {
    private final SSLSocketFactory all = context().getSocketFactory();

    private Factory() {}

    /** As Angus gets it. */
    public static SocketFactory getDefault() {
      return new Factory();
    }

    @Override
    public Socket createSocket() throws IOException {
      return all.createSocket();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
        throws IOException {
      return all.createSocket(socket, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return all.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return all.createSocket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
      return all.createSocket(address, port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort)
        throws IOException {
      return all.createSocket(address, port, local, localPort);
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return all.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return all.getSupportedCipherSuites();
    }
  }

  /** Makes it the platform's default for the whole JVM, until that is closed. */
  static DefaultTls becomeDefault() {
    try {
      return DefaultTls.trustingEverything();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }
}
