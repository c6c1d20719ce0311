package io.github.mailclad.angus;

import io.github.mailclad.SecurityPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The factory that Angus finds. It layers over the plain socket that Angus opened with its proxies,
 * timeouts and channels, and opens none itself.
 */
final class LayeringSocketFactory extends SSLSocketFactory {
  private final Layer layer;
  private final String name;

  /** What comes over a plain socket: a secured one, or a refusal. */
  @FunctionalInterface
  interface Layer {
    /** The socket for Angus; closes the plain one if it throws. */
    Socket over(Socket connected) throws IOException;
  }

  LayeringSocketFactory(Layer layer, String name) {
    this.layer = layer;
    this.name = name;
  }

  /** A factory that refuses every connection. */
  static LayeringSocketFactory refusing(IOException refusal) {
    return new LayeringSocketFactory(
        connected -> {
          connected.close();
          throw refusal;
        },
        "refusing");
  }

  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
      throws IOException {
    return layer.over(connected);
  }

  @Override
  public Socket createSocket() {
    throw ownSocket();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw ownSocket();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw ownSocket();
  }

  @Override
  public Socket createSocket(InetAddress address, int port) {
    throw ownSocket();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
    throw ownSocket();
  }

  private static UnsupportedOperationException ownSocket() {
    return new UnsupportedOperationException(
        "only a socket that Angus connected as planned is secured");
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return SecurityPolicy.CIPHER_SUITES.toArray(String[]::new);
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return getDefaultCipherSuites();
  }

  @Override
  public String toString() {
    return "Mailclad: " + name;
  }
}
