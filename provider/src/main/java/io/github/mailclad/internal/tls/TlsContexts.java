package io.github.mailclad.internal.tls;

import io.github.mailclad.ClientIdentity;
import io.github.mailclad.ClientIdentity.Exposure;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TrustRules;
import io.github.mailclad.internal.client.ClientKey;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.ServerRecords.Tlsa;
import io.github.mailclad.internal.trust.AnchorNames;
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
 * The TLS contexts in use, each with its session cache, one for each trust scope: everything that a
 * verdict depends on, and the account. Connections of one scope may resume each other's sessions; a
 * change of anything in the scope begins anew. Bounded: the scope that was not used for longest is
 * dropped first. Thread-safe.
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

  /** Contexts of the platform's own TLS. */
  public TlsContexts() {
    this(TlsContexts::platformTls);
  }

  /** Contexts of another TLS. */
  TlsContexts(Platform platform) {
    this.platform = platform;
  }

  /** Whose TLS it is. */
  interface Platform {
    /** A new context that nobody has initialised. */
    SSLContext tls() throws GeneralSecurityException;
  }

  /** What a TLS session may be resumed in: whole groups of the policy, and what they lead to. */
  private record Scope(
      TlsRules tls,
      TrustRules trust,
      String anchors,
      String account,
      @Nullable Tlsa tlsa,
      @Nullable Presented presented) {}

  /** Which client certificate a session may hold, and over what it may have come there. */
  private record Presented(String fingerprint, Set<Exposure> alsoOver) {
    static @Nullable Presented of(@Nullable ClientIdentity identity, @Nullable ClientKey key) {
      return identity == null || key == null
          ? null
          : new Presented(key.fingerprint(), identity.alsoOver());
    }
  }

  /** A TLS context with what belongs to it. */
  record Context(
      SSLContext ssl,
      JudgingTrustManager trust,
      DisclosingKeyManager keys,
      PeerVerifier.Trusting trusting) {}

  /**
   * The context of a plan's scope; made when it is first asked for.
   *
   * @param key the private key of the plan's client identity; null for none
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
                anchors.certificates(), AnchorNames.of(plan.policy().trust().anchors(), anchors))
            .withRevocation(plan.policy().trust().revocation(), revocations));
  }

  /** By name, so that a provider which an application put first does not come between. */
  private static SSLContext platformTls() throws GeneralSecurityException {
    try {
      return SSLContext.getInstance("TLS", "SunJSSE");
    } catch (NoSuchProviderException e) {
      return SSLContext.getInstance("TLS");
    }
  }
}
