package io.github.mailclad.internal.tls;

import io.github.mailclad.ClientIdentity;
import io.github.mailclad.ClientIdentity.Exposure;
import io.github.mailclad.KeyExchange;
import io.github.mailclad.TlsProvider;
import io.github.mailclad.TlsRules;
import io.github.mailclad.TrustRules;
import io.github.mailclad.internal.client.ClientKey;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.ServerRecords.Tlsa;
import io.github.mailclad.internal.handshake.Offer;
import io.github.mailclad.internal.handshake.PlatformTls;
import io.github.mailclad.internal.handshake.TlsLibrary;
import io.github.mailclad.internal.trust.TrustAnchors;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.SettingsRefusal;
import io.github.mailclad.verify.PeerVerifier;
import io.github.mailclad.verify.RevocationSources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
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
  private static final int LARGEST_RECORD = 1 << 15;
  private static final int SESSION_SECONDS = 24 * 60 * 60;

  private final RevocationSources revocations = new RevocationSources();
  private final Map<Scope, TlsContext> contexts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Scope, TlsContext> eldest) {
          return size() > MOST_SCOPES;
        }
      };

  private final Map<TlsProvider, TlsLibrary> libraries = new EnumMap<>(TlsProvider.class);

  /**
   * The scope in which a TLS session may be resumed: whole groups of the policy, and the values
   * that result from them.
   *
   * @param clientKey the fingerprint of the client certificate that a session may hold; empty for
   *     none
   * @param exposures the exposures over which that certificate may have been sent
   */
  private record Scope(
      TlsRules tls,
      TrustRules trust,
      String anchors,
      String account,
      @Nullable Tlsa tlsa,
      String clientKey,
      Set<Exposure> exposures) {

    /** Returns a hash of the parts that keep theirs; the rules have dozens of values to hash. */
    @Override
    public int hashCode() {
      return (anchors.hashCode() * 31 + account.hashCode()) * 31 + clientKey.hashCode();
    }
  }

  /**
   * A TLS context with its library, its trust manager, its key manager, its trust and its
   * ClientHello.
   */
  record TlsContext(
      TlsLibrary library,
      SSLContext ssl,
      JudgingTrustManager trust,
      DisclosingKeyManager keys,
      PeerVerifier.Trusting trusting,
      Offer offer) {}

  /**
   * Returns the context of a plan's scope, and creates it at the first call. Where a resumed
   * session would lack the client certificate, each call creates one, and no session is resumed.
   *
   * @param key the private key of the plan's client identity; null for no identity
   * @throws RefusedException if the TLS provider of the plan's policy cannot be used
   */
  TlsContext contextFor(ConnectionPlan plan, TrustAnchors anchors, @Nullable ClientKey key)
      throws RefusedException {
    Scope scope =
        new Scope(
            plan.policy().tls(),
            plan.policy().trust(),
            anchors.fingerprint(),
            plan.account(),
            plan.records().tlsa(),
            fingerprint(plan.clientIdentity(), key),
            exposures(plan.clientIdentity()));
    synchronized (contexts) {
      TlsContext known = contexts.get(scope);
      if (known == null) {
        known = create(plan, anchors, key);
        // without the certificate in the session, a login by it would be refused
        if (scope.clientKey().isEmpty() || known.library().keepsClientCertificate()) {
          contexts.put(scope, known);
        }
      }
      return known;
    }
  }

  /**
   * Loads what a TLS provider needs for a first handshake, by a ClientHello that is thrown away. A
   * fresh JVM needs longer for that than for the handshake itself. A failure is not reported: the
   * first connection meets the same one.
   *
   * @param provider finds the provider of that connection
   */
  public void warmUp(Supplier<TlsProvider> provider) {
    try {
      TlsLibrary library = load(provider.get());
      SSLContext ssl = library.context();
      ssl.init(new KeyManager[0], new TrustManager[] {new JudgingTrustManager(library)}, null);
      SSLEngine engine = ssl.createSSLEngine();
      engine.setUseClientMode(true);
      engine.beginHandshake();
      engine.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(LARGEST_RECORD));
      CertPathValidator.getInstance("PKIX");
      CertificateFactory.getInstance("X.509");
      Signature.getInstance("SHA256withECDSA");
      Signature.getInstance("RSASSA-PSS");
      Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException | IOException | RuntimeException | LinkageError e) {
      // nothing was prepared
    }
  }

  private static String fingerprint(@Nullable ClientIdentity identity, @Nullable ClientKey key) {
    return identity == null || key == null ? "" : key.fingerprint();
  }

  private static Set<Exposure> exposures(@Nullable ClientIdentity identity) {
    return identity == null ? Set.of() : identity.alsoOver();
  }

  private TlsContext create(ConnectionPlan plan, TrustAnchors anchors, @Nullable ClientKey key)
      throws RefusedException {
    TlsLibrary library = libraryFor(plan.policy().tls());
    JudgingTrustManager trust = new JudgingTrustManager(library);
    DisclosingKeyManager keys =
        new DisclosingKeyManager(plan.clientIdentity() == null ? null : key);
    SSLContext ssl = library.context();
    try {
      ssl.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
    } catch (KeyManagementException e) {
      throw new IllegalStateException("the TLS context takes our trust manager", e);
    }
    ssl.getClientSessionContext().setSessionCacheSize(MOST_SESSIONS);
    ssl.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
    return new TlsContext(
        library,
        ssl,
        trust,
        keys,
        PeerVerifier.trusting(
                anchors.certificates(), anchors.describe(plan.policy().trust().anchors()))
            .withRevocation(plan.policy().trust().revocation(), revocations),
        new Offer(library, ssl, plan.policy().tls()));
  }

  /**
   * Returns the library of the rules. Without a named provider it is the platform's, or Bouncy
   * Castle's if only a post-quantum key exchange is accepted and the platform is not known to have
   * one.
   */
  private TlsLibrary libraryFor(TlsRules rules) throws RefusedException {
    TlsProvider named = rules.provider();
    if (named != null) {
      return library(named);
    }
    TlsLibrary platform = library(TlsProvider.PLATFORM);
    if (rules.keyExchange() == KeyExchange.ANY || platform.hasGroupFor(rules.keyExchange())) {
      return platform;
    }
    try {
      return library(TlsProvider.BCTLS);
    } catch (RefusedException absent) {
      return platform;
    }
  }

  /**
   * Returns the library of a provider.
   *
   * @throws LinkageError if its classes, or its native code, are missing or too old
   * @throws RuntimeException if it does not work on this platform
   */
  private static TlsLibrary load(TlsProvider provider) {
    return switch (provider) {
      case PLATFORM -> new PlatformTls();
      case BCTLS -> new BouncyCastleTls();
      case CONSCRYPT -> new ConscryptTls();
    };
  }

  private TlsLibrary library(TlsProvider provider) throws RefusedException {
    TlsLibrary known = libraries.get(provider);
    if (known == null) {
      try {
        known = load(provider);
      } catch (LinkageError | RuntimeException e) {
        throw new RefusedException(
            new SettingsRefusal.TlsProviderUnusable(provider, PeerText.of(e.toString())), e);
      }
      libraries.put(provider, known);
    }
    return known;
  }
}
