package io.github.mailclad.audit.wire;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of the platform, which accepts every chain, because the audit judges the recorded one. It
 * has no key. For connections to one server, on which no secret is sent.
 */
public final class PlatformTls {
  private final RequestedKeys keys = new RequestedKeys();
  private final SSLContext context = context(keys);
  private final Sessions sessions;

  private enum Sessions {
    NEW,
    RESUMED
  }

  private PlatformTls(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Returns TLS of all versions of the platform, without sessions to resume. */
  public static PlatformTls ofAllVersions() {
    return new PlatformTls(Sessions.NEW);
  }

  /** Returns TLS 1.2, whose connections resume the session of an earlier one. */
  public static PlatformTls resumingTls12() {
    return new PlatformTls(Sessions.RESUMED);
  }

  SSLContext context() {
    return context;
  }

  boolean isResuming() {
    return sessions == Sessions.RESUMED;
  }

  /** Returns whether a server requested a client certificate. */
  boolean isKeyRequested() {
    return keys.isAsked;
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
