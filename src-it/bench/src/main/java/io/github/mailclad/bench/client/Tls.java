package io.github.mailclad.bench.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS as a careful programmer sets it up by hand. */
public final class Tls {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private Tls() {}

  /** A context that trusts one anchor; sessions of one context resume. */
  public static SSLContext context(Path anchor) throws IOException, GeneralSecurityException {
    return context(anchors(anchor));
  }

  /** A context that trusts what was read before. */
  public static SSLContext context(TrustManager[] anchors) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, anchors, null);
    return context;
  }

  /** Trust managers for one anchor. */
  public static TrustManager[] anchors(Path anchor) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(anchor)) {
      store.setCertificateEntry(
          "anchor", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** Versions and the check of the server's identity. */
  static SSLParameters secured(SSLParameters parameters) {
    parameters.setProtocols(VERSIONS);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    return parameters;
  }

  static SSLEngine engine(SSLContext context, MailServer server) {
    SSLEngine engine = context.createSSLEngine(server.host(), server.port());
    engine.setUseClientMode(true);
    engine.setSSLParameters(secured(engine.getSSLParameters()));
    return engine;
  }

  /** A factory for Angus whose sockets do not wait for more to send (TCP_NODELAY). */
  static final class NoDelay extends SSLSocketFactory {
    private final SSLSocketFactory layers;

    NoDelay(SSLSocketFactory layers) {
      this.layers = layers;
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
        throws IOException {
      socket.setTcpNoDelay(true);
      return layers.createSocket(socket, host, port, autoClose);
    }

    /** Refused, so that Angus connects a socket of its own and lays TLS over it. */
    @Override
    public Socket createSocket() throws IOException {
      throw new SocketException("only layers");
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      throw new SocketException("only layers");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      throw new SocketException("only layers");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      throw new SocketException("only layers");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      throw new SocketException("only layers");
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return layers.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return layers.getSupportedCipherSuites();
    }
  }
}
