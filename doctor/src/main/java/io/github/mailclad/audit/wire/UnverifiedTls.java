package io.github.mailclad.audit.wire;

import io.github.mailclad.verify.PresentedChain;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS of the platform with a server whose certificate is only recorded. The verdict follows from
 * the recorded chain; no secret is ever sent over such a connection. For one connection.
 */
final class UnverifiedTls {
  private final RequestedKeys keys = new RequestedKeys();
  private final SSLSocket tls;
  private final RecordSocket records;

  /**
   * Handshakes.
   *
   * @param serverName the server name to send; null for none
   */
  UnverifiedTls(Socket socket, @Nullable String serverName) throws IOException {
    records = new RecordSocket(socket);
    SSLContext context = context(keys);
    // no host: JSSE would send it as the server name, and resume a session under it
    tls =
        (SSLSocket) context.getSocketFactory().createSocket(records, null, socket.getPort(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setServerNames(
        serverName == null ? List.of() : List.of(new SNIHostName(serverName)));
    tls.setSSLParameters(parameters);
  }

  TlsSession handshake() throws IOException {
    long begin = System.nanoTime();
    tls.startHandshake();
    long nanos = System.nanoTime() - begin;
    SSLSession session = tls.getSession();
    Certificate[] chain = session.getPeerCertificates();
    return new TlsSession(
        session.getProtocol(),
        session.getCipherSuite(),
        PresentedChain.of(Arrays.copyOf(chain, chain.length, X509Certificate[].class), session),
        keys.isAsked,
        nanos);
  }

  SSLSocket socket() {
    return tls;
  }

  /** Returns the number of TLS records that the server sent so far. */
  int records() {
    return records.count();
  }

  String lastRecord() {
    return records.lastRecord();
  }

  private static SSLContext context(KeyManager keys) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, new TrustManager[] {new Recording()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  /** Accepts every chain, because the audit decides about the recorded one. */
  private static final class Recording extends X509ExtendedTrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {}

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {}

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Has no key, and remembers that the server asked for one. */
  private static final class RequestedKeys extends X509ExtendedKeyManager {
    private volatile boolean isAsked;

    @Override
    public @Nullable String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      isAsked = true;
      return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      return null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      return null;
    }
  }
}
