package io.github.mailclad.internal.tls;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.HandshakeTimes;
import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.NegotiatedTls.Handshake;
import io.github.mailclad.Outcome;
import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.handshake.ServerHello;
import io.github.mailclad.internal.mailproto.StarttlsPreamble;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.verify.PresentedChain;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The one handshake of a connection: STARTTLS if the plan says so, TLS, and the checks of the
 * result, all under one total deadline. For one use.
 */
final class TlsHandshake {
  private final SSLSocket tls;
  private final FirstOctetsSocket raw;
  private final ConnectionPlan plan;
  private final HandshakeJudge judge;
  private final TlsContexts.TlsContext context;
  private final Disclosure disclosure;
  private final Deadlines deadlines;
  private final SilentServer.Redial redial;
  private byte[] greeting = new byte[0];
  private @Nullable String group;
  private Set<TlsSafeguard> missingSafeguards = Set.of();
  private long nanos;

  TlsHandshake(
      SSLSocket tls,
      FirstOctetsSocket raw,
      ConnectionPlan plan,
      HandshakeJudge judge,
      TlsContexts.TlsContext context,
      Deadlines deadlines,
      SilentServer.Redial redial) {
    this.tls = tls;
    this.raw = raw;
    this.plan = plan;
    this.judge = judge;
    this.context = context;
    this.disclosure = new Disclosure(tls, raw, plan);
    this.deadlines = deadlines;
    this.redial = redial;
  }

  /**
   * Handshakes and verifies.
   *
   * @return the security of the connection, which passed every check
   * @throws RefusedException if the connection is refused, with the observed failure as its cause
   * @throws IOException if the connection broke below TLS
   */
  ConnectionSecurity run() throws IOException {
    Deadlines.Deadline deadline = deadlines.close(raw, plan.policy().timeouts().handshake());
    long begin = System.nanoTime();
    context.trust().announce(tls, judge);
    context.keys().announce(tls, disclosure);
    try {
      startTls();
      tls.startHandshake();
      ConnectionSecurity security = verified();
      if (deadline.hasPassed()) {
        throw new IOException("the handshake was complete only after its deadline");
      }
      raw.forget();
      return security;
    } catch (IOException | RuntimeException failure) {
      if (isLost(failure, deadline)) {
        IOException gone = new SocketException("the connection was lost during the TLS handshake");
        gone.initCause(failure);
        throw gone;
      }
      throw new RefusedException(refusalOf(failure, deadline), failure, judge.presented());
    } finally {
      context.trust().dismiss(tls);
      context.keys().dismiss(tls);
      deadline.met();
      nanos = System.nanoTime() - begin;
    }
  }

  /**
   * Returns the greeting to hand to the protocol inside TLS, after STARTTLS; empty with implicit
   * TLS.
   */
  byte[] greeting() {
    return greeting.clone();
  }

  /** Returns how long the handshake took, once it ended. */
  HandshakeTimes times() {
    return new HandshakeTimes(
        plan.service(), plan.endpoint(), Duration.ofNanos(nanos), judge.took());
  }

  /** Returns the decrypted octets that follow the handshake. */
  InputStream input() throws IOException {
    return context.library().input(tls);
  }

  /**
   * Returns the source of the data of {@code tls-exporter}, after a handshake of TLS 1.3; null for
   * none.
   */
  @Nullable Supplier<Optional<byte[]>> exporter() {
    return context.library().exporter(tls);
  }

  /** Returns the plan of the connection. */
  ConnectionPlan plan() {
    return plan;
  }

  /** Returns the rules of the client certificate, which also explain a later TLS alert. */
  Disclosure disclosure() {
    return disclosure;
  }

  private void startTls() throws IOException {
    if (plan.service().tlsStart() == TlsStart.IMPLICIT) {
      return;
    }
    SilentServer.refuseTls(raw, plan, redial, deadlines);
    Outcome<byte[]> started =
        StarttlsPreamble.start(
            plan.service().protocol(), raw.getInputStream(), raw.getOutputStream());
    if (started.refusal().isPresent()) {
      throw new RefusedException(started.refusal().get(), null);
    }
    greeting = started.get();
    raw.rememberAnew();
  }

  /**
   * Returns the refusal for a failure. A withheld client certificate comes before other
   * explanations, because a server that needs one may end the handshake with any alert.
   */
  private Refusal refusalOf(Exception failure, Deadlines.Deadline deadline) {
    return Refusal.in(failure)
        .or(disclosure::withheld)
        .orElseGet(
            () ->
                disclosure.explained(
                    HandshakeFailure.refusal(plan, failure, raw.firstOctets(), deadline)));
  }

  /**
   * Returns whether the connection broke below TLS. Neither we nor the server decided that: nothing
   * was refused, and nothing was learned about the server.
   */
  private boolean isLost(Exception failure, Deadlines.Deadline deadline) {
    return !deadline.hasPassed()
        && Refusal.in(failure).isEmpty()
        && disclosure.withheld().isEmpty()
        && Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
            .limit(20)
            .anyMatch(SocketException.class::isInstance);
  }

  private ConnectionSecurity verified() throws RefusedException {
    SSLSession session = tls.getSession();
    Handshake kind = kind();
    Optional<Refusal> objection = objection(session);
    if (objection.isPresent()) {
      session.invalidate();
      throw new RefusedException(objection.get(), null);
    }
    if (judge.wasStapled() && !context.library().keepsStaples()) {
      // a resumed session would be judged without them
      session.invalidate();
    }
    NegotiatedTls got =
        new NegotiatedTls(
            version(session),
            session.getCipherSuite(),
            group,
            kind,
            missingSafeguards,
            sentIn(session));
    Verification.Accepted yes = (Verification.Accepted) judge.verdict().orElseThrow();
    return yes.evidence() instanceof TrustEvidence.AcceptedCertificate pinned
        ? new ConnectionSecurity.Pinned(plan.service(), plan.endpoint(), got, pinned)
        : new ConnectionSecurity.Authenticated(
            plan.service(), plan.endpoint(), got, yes.matched(), yes.evidence());
  }

  /** Returns the first objection to a complete handshake; the order of the checks matters. */
  private Optional<Refusal> objection(SSLSession session) {
    Optional<Refusal> found = checkVersion(session);
    if (found.isPresent()) {
      return found;
    }
    TlsVersion version = version(session);
    byte[] heard = raw.firstOctets();
    found = checkCipherSuite(session);
    found = found.isPresent() ? found : checkKeyExchange(version, heard);
    found = found.isPresent() ? found : checkServer(session);
    found = found.isPresent() ? found : checkClientCertificate(session, version);
    return found.isPresent() ? found : checkSafeguards(version, heard);
  }

  /**
   * Returns the kind of the handshake, until the server is checked. The trust manager is not called
   * when a session is resumed, so either its verdict is there or the session was resumed.
   */
  private Handshake kind() {
    return judge.verdict().isPresent() ? Handshake.FULL : Handshake.RESUMED;
  }

  private Optional<Refusal> checkVersion(SSLSession session) {
    Optional<TlsVersion> version = TlsVersion.of(session.getProtocol());
    return version.isPresent() && plan.policy().tls().versions().contains(version.get())
        ? Optional.empty()
        : Optional.of(
            new HandshakeRefusal.TlsVersionRefused(
                PeerText.of(session.getProtocol()), plan.policy().tls().versions()));
  }

  private Optional<Refusal> checkCipherSuite(SSLSession session) {
    return plan.policy().tls().cipherSuites().contains(session.getCipherSuite())
        ? Optional.empty()
        : Optional.of(
            new HandshakeRefusal.CipherSuiteRefused(PeerText.of(session.getCipherSuite())));
  }

  private Optional<Refusal> checkKeyExchange(TlsVersion version, byte[] heard) {
    group = ServerHello.group(version, heard);
    if (!plan.policy().tls().keyExchange().accepts(group)) {
      return Optional.of(new HandshakeRefusal.KeyExchangeRefused(group, List.of()));
    }
    Optional<String> weakness = context.library().weakness(version, kind(), heard);
    return weakness.isPresent()
        ? Optional.of(new HandshakeRefusal.HandshakeFailed(PeerText.of(weakness.get())))
        : Optional.empty();
  }

  private Optional<Refusal> checkServer(SSLSession session) {
    Optional<Verification> decided = judge.verdict();
    Verification verdict =
        decided.isPresent()
            ? decided.get()
            : judge.judge(PresentedChain.of(certificates(session), session));
    return verdict instanceof Verification.Refused no
        ? Optional.of(no.refusal())
        : Optional.empty();
  }

  private Optional<Refusal> checkClientCertificate(SSLSession session, TlsVersion version) {
    return sentIn(session) == null ? disclosure.withheld() : disclosure.objection(version);
  }

  private Optional<Refusal> checkSafeguards(TlsVersion version, byte[] heard) {
    missingSafeguards = ServerHello.missingSafeguards(version, heard);
    return plan.policy().tls().tolerates(missingSafeguards)
        ? Optional.empty()
        : Optional.of(new HandshakeRefusal.SafeguardMissing(missingSafeguards));
  }

  /** Returns the negotiated version. Call it only after {@link #checkVersion}. */
  private static TlsVersion version(SSLSession session) {
    return TlsVersion.of(session.getProtocol()).orElseThrow();
  }

  private static X509Certificate[] certificates(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      return Arrays.copyOf(chain, chain.length, X509Certificate[].class);
    } catch (SSLPeerUnverifiedException e) {
      return new X509Certificate[0];
    }
  }

  /** Returns the client certificate that was sent in this session; null for none. */
  private static @Nullable X509Certificate sentIn(SSLSession session) {
    Certificate[] chain = session.getLocalCertificates();
    return chain == null || chain.length == 0 ? null : (X509Certificate) chain[0];
  }
}
