package io.github.mailclad.angus;

import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.tls.SecuredConnector;
import io.github.mailclad.internal.tls.SecuredSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The factory that Angus finds: it makes secured sockets for one plan, over the plain socket that
 * Angus opened with its proxies, timeouts and channels. It opens none itself.
 */
final class PlannedSocketFactory extends SSLSocketFactory {
  private final SecuredConnector connector;
  private final ConnectionPlan plan;
  private final SecuredSocket.Observer observer;

  PlannedSocketFactory(
      SecuredConnector connector, ConnectionPlan plan, SecuredSocket.Observer observer) {
    this.connector = connector;
    this.plan = plan;
    this.observer = observer;
  }

  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
      throws IOException {
    return connector.secure(connected, plan, observer);
  }

  @Override
  public Socket createSocket() {
    throw unplanned();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw unplanned();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw unplanned();
  }

  @Override
  public Socket createSocket(InetAddress address, int port) {
    throw unplanned();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
    throw unplanned();
  }

  private static UnsupportedOperationException unplanned() {
    return new UnsupportedOperationException(
        "only a socket that Angus connected as planned is secured");
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return plan.policy().cipherSuites().toArray(String[]::new);
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return getDefaultCipherSuites();
  }

  @Override
  public String toString() {
    return "Mailclad for " + plan;
  }
}
