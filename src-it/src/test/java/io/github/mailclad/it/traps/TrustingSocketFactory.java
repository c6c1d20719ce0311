package io.github.mailclad.it.traps;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/** A factory as many recipes have it: named by its class, and it trusts everybody. */
public final class TrustingSocketFactory extends SSLSocketFactory {
  private final SSLSocketFactory all;

  private TrustingSocketFactory(SSLSocketFactory all) {
    this.all = all;
  }

  /** Called by Angus. */
  public static SocketFactory getDefault() {
    try {
      return new TrustingSocketFactory(
          DefaultTls.context(new DefaultTls.Everything()).getSocketFactory());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
      throws IOException {
    return all.createSocket(connected, host, port, autoClose);
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
