package io.github.mailclad.internal.tls;

import io.github.mailclad.AccountPin;
import io.github.mailclad.ClientIdentity;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Identifier;
import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.NegotiatedTls.Handshake;
import io.github.mailclad.Outcome;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.Verification;
import io.github.mailclad.internal.client.ClientKey;
import io.github.mailclad.internal.client.ClientKeyLoader;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.connect.ServerRecords.Tlsa;
import io.github.mailclad.internal.net.WriteTimeout;
import io.github.mailclad.internal.trust.AnchorLoader;
import io.github.mailclad.internal.trust.TrustAnchors;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingsRefusal;
import io.github.mailclad.verify.PeerVerifier;
import io.github.mailclad.verify.PresentedChain;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Turns plain connected sockets into {@linkplain SecuredSocket secured} ones. Thread-safe; one for
 * all connections.
 */
public final class SecuredConnector {
  private final TlsContexts contexts;
  private final AnchorLoader anchors;
  private final ClientKeyLoader keys;
  private final Deadlines deadlines;
  private final Clock clock;

  /** Creates a connector with the parts that all its connections share. */
  public SecuredConnector(
      TlsContexts contexts,
      AnchorLoader anchors,
      ClientKeyLoader keys,
      Deadlines deadlines,
      Clock clock) {
    this.contexts = contexts;
    this.anchors = anchors;
    this.keys = keys;
    this.deadlines = deadlines;
    this.clock = clock;
  }

  /**
   * Prepares a connection before it is opened.
   *
   * @throws RefusedException if the plan's trust anchors, its client certificate or its TLS
   *     provider cannot be used, or that provider has no key exchange that the plan's policy
   *     accepts
   */
  public Prepared prepare(ConnectionPlan plan, ConnectionObserver observer)
      throws RefusedException {
    TrustAnchors trusted = anchorsOf(plan, observer);
    TlsContexts.TlsContext context = contextOf(plan, trusted, observer);
    Optional<Refusal> unable = context.offer().objection();
    if (unable.isPresent()) {
      observer.refused(plan, unable.get());
      throw new RefusedException(unable.get(), null);
    }
    return new Prepared(plan, context, observer);
  }

  /** Everything that a connection needs, except the connected socket. */
  public final class Prepared {
    private final ConnectionPlan plan;
    private final TlsContexts.TlsContext context;
    private final ConnectionObserver observer;

    private Prepared(
        ConnectionPlan plan, TlsContexts.TlsContext context, ConnectionObserver observer) {
      this.plan = plan;
      this.context = context;
      this.observer = observer;
    }

    /**
     * Returns a secured socket over a connected one, for exactly this plan. Nothing is sent before
     * this returns. If this throws, the connected socket is closed.
     */
    SecuredSocket secure(Socket connected, WriteTimeout writes, SilentServer.Redial redial)
        throws IOException {
      try {
        connected.setTcpNoDelay(true);
        FirstOctetsSocket raw =
            new FirstOctetsSocket(connected, writes, deadlines, context.library().firstOctets());
        SSLSocket tls =
            (SSLSocket)
                context
                    .ssl()
                    .getSocketFactory()
                    .createSocket(raw, plan.endpoint().host().text(), plan.endpoint().port(), true);
        context.offer().set(tls, serverNames());
        HandshakeJudge judge = new HandshakeJudge(verifierFor(plan, context.trusting()), clock);
        TlsHandshake handshake =
            new TlsHandshake(tls, raw, plan, judge, context, deadlines, redial);
        return new SecuredSocket(tls, raw, handshake, deadlines, observer);
      } catch (IOException | RuntimeException e) {
        connected.close();
        throw e;
      }
    }

    /**
     * Returns the server name to send. A host name is always sent, even a single label; an address
     * never is (RFC 6066, section 3).
     */
    private List<SNIServerName> serverNames() {
      Optional<Identifier.DnsId> name = plan.records().serverName().name();
      return name.isPresent() ? List.of(new SNIHostName(name.get().name())) : List.of();
    }
  }

  /**
   * Returns the security of a TLS session that other code opened, or the refusal of its version. A
   * server whose identity is not proved makes it unauthenticated.
   *
   * @param plan the plan that would apply to such a connection
   */
  public Outcome<ConnectionSecurity> judge(ConnectionPlan plan, SSLSession session) {
    Optional<TlsVersion> version = TlsVersion.of(session.getProtocol());
    if (version.isEmpty()) {
      return Outcome.refused(
          new HandshakeRefusal.TlsVersionRefused(
              PeerText.of(session.getProtocol()), EnumSet.allOf(TlsVersion.class)));
    }
    // the ServerHello was not read, so the safeguards of TLS 1.2 count as missing
    Set<TlsSafeguard> missing =
        version.get() == TlsVersion.TLS_1_2 ? EnumSet.allOf(TlsSafeguard.class) : Set.of();
    NegotiatedTls tls =
        new NegotiatedTls(
            version.get(), session.getCipherSuite(), null, Handshake.FULL, missing, null);
    Verification verdict = verify(plan, session);
    return Outcome.of(
        verdict instanceof Verification.Accepted yes
            ? new ConnectionSecurity.Authenticated(
                plan.service(), plan.endpoint(), tls, yes.matched(), yes.evidence())
            : new ConnectionSecurity.Unauthenticated(
                plan.service(), plan.endpoint(), tls, ((Verification.Refused) verdict).refusal()));
  }

  private Verification verify(ConnectionPlan plan, SSLSession session) {
    try {
      TrustAnchors trusted =
          anchors
              .loadOrRefuse(plan.policy().trust().anchors())
              .orThrow(refusal -> new RefusedException(refusal, null));
      TlsContexts.TlsContext context = contexts.contextFor(plan, trusted, null);
      Certificate[] chain = session.getPeerCertificates();
      X509Certificate[] certificates = Arrays.copyOf(chain, chain.length, X509Certificate[].class);
      return verifierFor(plan, context.trusting())
          .verify(PresentedChain.of(certificates, session), clock.instant());
    } catch (SSLPeerUnverifiedException e) {
      return new Verification.Refused(new CertificateRefusal.NoCertificate());
    } catch (RefusedException unusable) {
      return new Verification.Refused(unusable.refusal());
    }
  }

  private static PeerVerifier verifierFor(ConnectionPlan plan, PeerVerifier.Trusting trusting) {
    PeerVerifier verifier =
        trusting.expecting(plan.references()).withPins(plan.policy().trust().pins());
    Tlsa tlsa = plan.records().tlsa();
    if (tlsa != null) {
      verifier = verifier.withTlsa(tlsa.answer(), tlsa.policy(), tlsa.references());
    }
    AccountPin accepted = plan.policy().trust().accountPin();
    return accepted == null ? verifier : verifier.withAccountPin(accepted);
  }

  private TlsContexts.TlsContext contextOf(
      ConnectionPlan plan, TrustAnchors trusted, ConnectionObserver observer)
      throws RefusedException {
    ClientKey key = keyOf(plan, observer);
    try {
      return contexts.contextFor(plan, trusted, key);
    } catch (RefusedException unusable) {
      throw new RefusedException(observer.refused(plan, unusable.refusal()), unusable.getCause());
    }
  }

  private TrustAnchors anchorsOf(ConnectionPlan plan, ConnectionObserver observer)
      throws RefusedException {
    Outcome<TrustAnchors> trusted = anchors.loadOrRefuse(plan.policy().trust().anchors());
    Optional<Refusal> unusable = trusted.refusal();
    if (unusable.isPresent()) {
      throw new RefusedException(observer.refused(plan, unusable.get()), null);
    }
    return trusted.get();
  }

  private @Nullable ClientKey keyOf(ConnectionPlan plan, ConnectionObserver observer)
      throws RefusedException {
    ClientIdentity identity = plan.clientIdentity();
    if (identity == null) {
      return null;
    }
    try {
      ClientKey key = keys.load(identity.source(), news -> observer.noted(plan, news));
      Optional<String> objection = key.objectionAt(clock.instant());
      if (objection.isPresent()) {
        throw new IOException(objection.get());
      }
      return key;
    } catch (IOException e) {
      Refusal refusal =
          new SettingsRefusal.ClientCertificateUnusable(
              PeerText.of(identity.source().toString()),
              PeerText.of(String.valueOf(e.getMessage())));
      throw new RefusedException(observer.refused(plan, refusal), e);
    }
  }
}
