package io.github.mailclad.internal.tls;

import io.github.mailclad.ClientIdentity;
import io.github.mailclad.ClientIdentity.Exposure;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TrustRules;
import io.github.mailclad.internal.client.ClientKey;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.ServerRecords.Tlsa;
import io.github.mailclad.internal.trust.TrustAnchors;
import io.github.mailclad.verify.PeerVerifier;
import io.github.mailclad.verify.RevocationSources;
import java.security.GeneralSecurityException;
import java.security.NoSuchProviderException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The TLS contexts in use, each with its session cache, one for each trust scope. A scope is
 * everything that a verdict depends on, and the account. Connections of one scope may resume each
 * other's sessions. A change of any part of the scope leads to a new context. The number of
 * contexts is bounded: the least recently used scope is dropped first. Thread-safe.
 */
public final class TlsContexts {
  private static final int MOST_SCOPES = 256;
  private static final int MOST_SESSIONS = 64;
  private static final int SESSION_SECONDS = 24 * 60 * 60;

  private final RevocationSources revocations = new RevocationSources();
  private final Map<Scope, Context> contexts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Scope, Context> eldest) {
          return size() > MOST_SCOPES;
        }
      };

  private final Platform platform;

  /** Creates contexts of the platform's own TLS. */
  public TlsContexts() {
    this(TlsContexts::platformTls);
  }

  /** Creates contexts of another TLS implementation. */
  TlsContexts(Platform platform) {
    this.platform = platform;
  }

  /** The TLS implementation. */
  interface Platform {
    /** Returns a new context that is not initialised. */
    SSLContext tls() throws GeneralSecurityException;
  }

  /**
   * The scope in which a TLS session may be resumed: whole groups of the policy, and the values
   * that result from them.
   */
  private record Scope(
      TlsRules tls,
      TrustRules trust,
      String anchors,
      String account,
      @Nullable Tlsa tlsa,
      @Nullable Presented presented) {}

  /**
   * The client certificate that a session may hold, and the exposures over which it may have been
   * sent.
   */
  private record Presented(String fingerprint, Set<Exposure> alsoOver) {
    static @Nullable Presented of(@Nullable ClientIdentity identity, @Nullable ClientKey key) {
      return identity == null || key == null
          ? null
          : new Presented(key.fingerprint(), identity.alsoOver());
    }
  }

  /** A TLS context with its trust manager, its key manager and its trust. */
  record Context(
      SSLContext ssl,
      JudgingTrustManager trust,
      DisclosingKeyManager keys,
      PeerVerifier.Trusting trusting) {}

  /**
   * Returns the context of a plan's scope, and creates it at the first call.
   *
   * @param key the private key of the plan's client identity; null for no identity
   */
  Context contextFor(ConnectionPlan plan, TrustAnchors anchors, @Nullable ClientKey key) {
    Scope scope =
        new Scope(
            plan.policy().tls(),
            plan.policy().trust(),
            anchors.fingerprint(),
            plan.account(),
            plan.records().tlsa(),
            Presented.of(plan.clientIdentity(), key));
    synchronized (contexts) {
      return contexts.computeIfAbsent(scope, s -> create(plan, anchors, key));
    }
  }

  private Context create(ConnectionPlan plan, TrustAnchors anchors, @Nullable ClientKey key) {
    JudgingTrustManager trust = new JudgingTrustManager();
    DisclosingKeyManager keys =
        new DisclosingKeyManager(plan.clientIdentity() == null ? null : key);
    SSLContext ssl;
    try {
      ssl = platform.tls();
      ssl.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
    ssl.getClientSessionContext().setSessionCacheSize(MOST_SESSIONS);
    ssl.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
    return new Context(
        ssl,
        trust,
        keys,
        PeerVerifier.trusting(
                anchors.certificates(), anchors.describe(plan.policy().trust().anchors()))
            .withRevocation(plan.policy().trust().revocation(), revocations));
  }

  /** Selects the provider by name, so that one that an application put first is not used. */
  private static SSLContext platformTls() throws GeneralSecurityException {
    try {
      return SSLContext.getInstance("TLS", "SunJSSE");
    } catch (NoSuchProviderException e) {
      return SSLContext.getInstance("TLS");
    }
  }
}
