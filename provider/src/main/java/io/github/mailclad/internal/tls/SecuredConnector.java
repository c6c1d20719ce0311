package io.github.mailclad.internal.tls;

import io.github.mailclad.AccountPin;
import io.github.mailclad.Refusal;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.trust.AnchorLoader;
import io.github.mailclad.internal.trust.TrustAnchors;
import io.github.mailclad.verify.PeerVerifier;
import java.io.IOException;
import java.net.Socket;
import java.time.Clock;
import javax.net.ssl.SSLSocket;

/**
 * Turns plain connected sockets into {@linkplain SecuredSocket secured} ones. Thread-safe; one for
 * all connections.
 */
public final class SecuredConnector {
  private final TlsContexts contexts;
  private final AnchorLoader anchors;
  private final Deadlines deadlines;
  private final Clock clock;

  /** A connector with what all its connections share. */
  public SecuredConnector(
      TlsContexts contexts, AnchorLoader anchors, Deadlines deadlines, Clock clock) {
    this.contexts = contexts;
    this.anchors = anchors;
    this.deadlines = deadlines;
    this.clock = clock;
  }

  /**
   * A secured socket over a connected one, for exactly that plan. Nothing was sent yet when this
   * returns.
   *
   * @throws RefusedException if the plan's trust anchors cannot be used; the socket is closed then
   */
  public SecuredSocket secure(
      Socket connected, ConnectionPlan plan, WriteTimeout writes, SecuredSocket.Observer observer)
      throws IOException {
    try {
      TlsContexts.Context context = contexts.contextFor(plan, anchorsOf(plan, observer));
      connected.setTcpNoDelay(true);
      FirstOctetsSocket raw = new FirstOctetsSocket(connected, writes);
      SSLSocket tls =
          (SSLSocket)
              context
                  .ssl()
                  .getSocketFactory()
                  .createSocket(raw, plan.endpoint().host(), plan.endpoint().port(), true);
      Offer.set(tls, plan);
      HandshakeJudge judge = new HandshakeJudge(verifierFor(plan, context.trusting()), clock);
      return new SecuredSocket(tls, raw, plan, judge, context.trust(), deadlines, observer);
    } catch (IOException | RuntimeException e) {
      connected.close();
      throw e;
    }
  }

  private static PeerVerifier verifierFor(ConnectionPlan plan, PeerVerifier.Trusting trusting) {
    PeerVerifier verifier = trusting.expecting(plan.references()).withPins(plan.policy().pins());
    AccountPin accepted = plan.policy().accountPin();
    return accepted == null ? verifier : verifier.withAccountPin(accepted);
  }

  private TrustAnchors anchorsOf(ConnectionPlan plan, SecuredSocket.Observer observer)
      throws RefusedException {
    try {
      return anchors.load(plan.policy().trust());
    } catch (IOException e) {
      Refusal refusal =
          new Refusal.AnchorsUnavailable(
              plan.policy().trust().toString(), String.valueOf(e.getMessage()));
      observer.refused(plan, refusal);
      throw new RefusedException(refusal, e);
    }
  }
}
