package io.github.mailclad.internal.tls;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.HandshakeTimes;
import io.github.mailclad.NegotiatedTls;
import io.github.mailclad.NegotiatedTls.Handshake;
import io.github.mailclad.TlsStart;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.internal.mailproto.StarttlsPreamble;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.verify.PresentedChain;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.SocketException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The only way from Angus to the network: a TLS connection that handshakes once under one total
 * deadline, verifies the server, and only then has streams. Whatever is asked first (streams,
 * session, handshake) starts the handshake; after a refusal nothing works and nothing was sent.
 * Thread-safe as far as a socket is.
 */
public final class SecuredSocket extends DelegatingSslSocket {
  /** A peer that does not take our close_notify has this long before the connection is cut. */
  private static final Duration CLOSING = Duration.ofMillis(500);

  private static final String AGAIN = "another handshake on a verified connection";

  private final SSLSocket tls;
  private final FirstOctetsSocket raw;
  private final ConnectionPlan plan;
  private final HandshakeJudge judge;
  private final JudgingTrustManager trust;
  private final Disclosure disclosure;
  private final Deadlines deadlines;
  private final SilentServer.Redial redial;
  private final Observer observer;
  private final Farewell farewell;
  private final Object handshake = new Object();
  private final AfterTheVerdict afterTheVerdict = new AfterTheVerdict();
  private volatile @Nullable RefusedException refused;
  private volatile @Nullable IOException lost;
  private volatile @Nullable LoginPhase login;
  private volatile @Nullable Thread speaker;
  private volatile Duration readTimeout = Duration.ZERO;
  private byte[] greeting = new byte[0];
  private @Nullable InputStream input;
  private @Nullable OutputStream output;
  private volatile @Nullable ConnectionSecurity security;

  SecuredSocket(
      SSLSocket tls,
      FirstOctetsSocket raw,
      ConnectionPlan plan,
      HandshakeJudge judge,
      JudgingTrustManager trust,
      Disclosure disclosure,
      Deadlines deadlines,
      SilentServer.Redial redial,
      Observer observer) {
    this.tls = tls;
    this.raw = raw;
    this.plan = plan;
    this.judge = judge;
    this.trust = trust;
    this.disclosure = disclosure;
    this.deadlines = deadlines;
    this.redial = redial;
    this.observer = observer;
    this.farewell = new Farewell(deadlines, raw);
  }

  /**
   * Is told how the handshake ended, once, on the thread that ran it; and of a refusal between the
   * verdict and the login, on the thread that came upon it.
   */
  public interface Observer {
    /** The connection is secured; no streams were handed out yet. */
    void secured(SecuredSocket socket, ConnectionSecurity security);

    /**
     * The connection is refused and closed.
     *
     * @return what the application is told, which is the same reason or says more about it
     */
    Refusal refused(ConnectionPlan plan, Refusal refusal);

    /** Something that a person should know of, which keeps no connection from being made. */
    default void noted(ConnectionPlan plan, String news) {}

    /** How long that took; told before the one and after the other. */
    void timed(HandshakeTimes times);
  }

  /** What the connection got; empty before the handshake and after a refusal. */
  public Optional<ConnectionSecurity> security() {
    return Optional.ofNullable(security);
  }

  /** Whether a verified server may know the user by a certificate (RFC 8314, section 3.2). */
  public boolean sentClientCertificate() {
    return security instanceof ConnectionSecurity.Authenticated verified
        && verified.tls().clientCertificate() != null;
  }

  /** Why the connection is refused; empty as long as it is not. */
  public Optional<Refusal> refusal() {
    return Optional.ofNullable(refused).map(RefusedException::refusal);
  }

  /** The user is logged in: what is bounded until then is not any more. */
  public void loggedIn() {
    LoginPhase phase = login;
    if (phase != null) {
      phase.finish();
    }
  }

  /** As {@link #loggedIn()}, as soon as this says so; it is asked on several threads. */
  public void loggedInWhen(BooleanSupplier loggedIn) {
    LoginPhase phase = login;
    if (phase != null) {
      phase.endsWhen(loggedIn);
    }
  }

  /**
   * The application is about to say goodbye: a peer that does not answer has a moment, and not the
   * time of a read. It has that time for a {@linkplain #mustBeAnswered() command} in progress.
   */
  public void part() {
    if (!isClosed()) {
      farewell.begin();
    }
  }

  /** A command that is in progress until this is closed, once. */
  public interface Unanswered extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * A command begins whose answer decides what became of it: as long as it is in progress, no
   * {@linkplain #part() parting} cuts the connection.
   */
  public Unanswered mustBeAnswered() {
    farewell.commandBegins();
    return farewell::commandEnds;
  }

  @Override
  SSLSocket tls() {
    return tls;
  }

  /** Handshakes and verifies, once; every further call ends as the first one did. */
  @Override
  public void startHandshake() throws IOException {
    synchronized (handshake) {
      if (lost != null) {
        throw lost;
      }
      if (refused != null) {
        throw refused;
      }
      if (security == null) {
        handshake();
      }
    }
  }

  private void handshake() throws IOException {
    Deadlines.Deadline deadline = deadlines.close(raw, plan.policy().timeouts().handshake());
    long begin = System.nanoTime();
    trust.announce(tls, judge);
    disclosure.begin();
    try {
      if (plan.service().tlsStart() == TlsStart.STARTTLS) {
        SilentServer.refuseTls(raw, plan, redial, deadlines);
        greeting =
            StarttlsPreamble.start(
                    plan.service().protocol(), raw.getInputStream(), raw.getOutputStream())
                .orThrow(refusal -> new RefusedException(refusal, null));
        raw.rememberAnew();
      }
      tls.startHandshake();
      security = verified();
      if (deadline.hasPassed()) {
        throw new IOException("the handshake was complete only after its deadline");
      }
    } catch (IOException | RuntimeException failure) {
      security = null;
      if (isLost(failure, deadline)) {
        IOException gone = new SocketException("the connection was lost during the TLS handshake");
        gone.initCause(failure);
        lost = gone;
        closeQuietly();
        throw gone;
      }
      Refusal reason = reasonOf(failure, deadline);
      closeQuietly();
      refused = new RefusedException(observer.refused(plan, reason), failure, judge.presented());
      throw refused;
    } finally {
      trust.dismiss(tls);
      disclosure.end();
      deadline.met();
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      observer.timed(new HandshakeTimes(plan.service(), plan.endpoint(), took, judge.took()));
    }
    // a TLS 1.2 server may ask for a renegotiation, with other certificates: the connection ends
    // there (RFC 9325, section 3.5)
    tls.addHandshakeCompletedListener(
        again ->
            afterTheVerdict.refuse(new HandshakeRefusal.Renegotiation(), new IOException(AGAIN)));
    LoginPhase phase =
        new LoginPhase(plan.service(), plan.policy().timeouts().login(), deadlines, raw);
    login = phase;
    observer.secured(this, security);
    // not before: how long the application looks at the outcome is none of the server's time
    phase.begin();
  }

  /** A server that needs a certificate and got none may end the handshake in its own words. */
  private Refusal reasonOf(Exception failure, Deadlines.Deadline deadline) {
    return Refusal.in(failure)
        .or(disclosure::withheld)
        .orElseGet(
            () ->
                disclosure.explained(
                    HandshakeFailure.refusal(plan, failure, raw.firstOctets(), deadline)));
  }

  /**
   * Whether the connection broke below TLS, which is no decision of ours or of the server's:
   * nothing was refused, and nothing is known of the server.
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
    TlsVersion version =
        TlsVersion.of(session.getProtocol())
            .filter(plan.policy().tls().versions()::contains)
            .orElseThrow(
                () ->
                    refuse(
                        session,
                        new HandshakeRefusal.TlsVersionRefused(
                            PeerText.of(session.getProtocol()), plan.policy().tls().versions())));
    if (!plan.policy().tls().cipherSuites().contains(session.getCipherSuite())) {
      throw refuse(
          session, new HandshakeRefusal.CipherSuiteRefused(PeerText.of(session.getCipherSuite())));
    }
    String group = ServerHello.group(version, raw.firstOctets());
    if (!plan.policy().tls().keyExchange().accepts(group)) {
      throw refuse(session, new HandshakeRefusal.KeyExchangeRefused(group, List.of()));
    }
    // the trust manager is not asked when a session is resumed, so its verdict is there or it was
    // resumed
    Optional<Verification> ofThisHandshake = judge.verdict();
    Verification verdict =
        ofThisHandshake.orElseGet(
            () -> judge.judge(PresentedChain.of(certificates(session), session)));
    if (verdict instanceof Verification.Refused no) {
      throw refuse(session, no.refusal());
    }
    X509Certificate sent = sentIn(session);
    Optional<Refusal> exposed =
        sent == null ? disclosure.withheld() : disclosure.objection(version);
    if (exposed.isPresent()) {
      throw refuse(session, exposed.get());
    }
    NegotiatedTls got =
        new NegotiatedTls(
            version,
            session.getCipherSuite(),
            group,
            ofThisHandshake.isPresent() ? Handshake.FULL : Handshake.RESUMED,
            ServerHello.missingSafeguards(version, raw.firstOctets()),
            sent);
    if (!plan.policy().tls().tolerates(got.missing())) {
      throw refuse(session, new HandshakeRefusal.SafeguardMissing(got.missing()));
    }
    Verification.Accepted yes = (Verification.Accepted) verdict;
    return yes.evidence() instanceof TrustEvidence.AcceptedCertificate pinned
        ? new ConnectionSecurity.Pinned(plan.service(), plan.endpoint(), got, pinned)
        : new ConnectionSecurity.Authenticated(
            plan.service(), plan.endpoint(), got, yes.matched(), yes.evidence());
  }

  private static RefusedException refuse(SSLSession session, Refusal refusal) {
    session.invalidate();
    return new RefusedException(refusal, null);
  }

  private static X509Certificate[] certificates(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      return Arrays.copyOf(chain, chain.length, X509Certificate[].class);
    } catch (SSLPeerUnverifiedException e) {
      return new X509Certificate[0];
    }
  }

  /** The client certificate that was sent in this session, whenever that was; null for none. */
  private static @Nullable X509Certificate sentIn(SSLSession session) {
    Certificate[] chain = session.getLocalCertificates();
    return chain == null || chain.length == 0 ? null : (X509Certificate) chain[0];
  }

  @Override
  public InputStream getInputStream() throws IOException {
    startHandshake();
    synchronized (handshake) {
      if (input == null) {
        InputStream decrypted = bounded(tls.getInputStream());
        input =
            greeting.length == 0
                ? decrypted
                : new SequenceInputStream(new ByteArrayInputStream(greeting), decrypted);
      }
      return input;
    }
  }

  private InputStream bounded(InputStream decrypted) {
    LoginPhase phase = login;
    return phase == null ? decrypted : phase.watching(decrypted, afterTheVerdict);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    startHandshake();
    synchronized (handshake) {
      if (output == null) {
        output = new Spoken(LoginPhase.telling(tls.getOutputStream(), afterTheVerdict));
      }
      return output;
    }
  }

  /** From now on it counts whether a thread speaks over the connection. */
  public void listen(Thread to) {
    if (to.equals(speaker)) {
      speaker = null;
    }
  }

  /** Whether a thread was the last one to speak over the connection. */
  public boolean isSpokenOverBy(Thread thread) {
    return thread.equals(speaker);
  }

  private final class Spoken extends FilterOutputStream {
    Spoken(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      speaker = Thread.currentThread();
      out.write(octets, offset, length);
    }
  }

  /** From now on the socket has these streams, which lead to the ones that it has now. */
  public void speakThrough(InputStream in, OutputStream out) {
    synchronized (handshake) {
      input = in;
      output = out;
    }
  }

  /** Where the connection goes. */
  public Endpoint endpoint() {
    return plan.endpoint();
  }

  /** What was decided before it was opened. */
  public ConnectionPlan plan() {
    return plan;
  }

  private final class AfterTheVerdict implements LoginPhase.Refuser {
    @Override
    public IOException explained(IOException failure) {
      LoginPhase phase = login;
      RefusedException known = refused;
      if (known != null || phase == null) {
        return known == null ? failure : known;
      }
      if (JudgingTrustManager.isUnannounced(failure)) {
        return refuse(new HandshakeRefusal.Renegotiation(), failure);
      }
      return phase
          .reasonOf(failure, readTimeout)
          .map(refusal -> refuse(disclosure.explained(refusal), failure))
          .orElse(failure);
    }

    /** Never an {@code EOFException} or the like, which would pass for a wrong password. */
    @Override
    public IOException refuse(Refusal refusal, IOException failure) {
      RefusedException refusing = new RefusedException(refusal, failure);
      synchronized (handshake) {
        RefusedException known = refused;
        if (known != null) {
          return known;
        }
        refused = refusing;
      }
      closeQuietly();
      observer.refused(plan, refusal);
      return refusing;
    }
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // as all that is passed on
  public void setSoTimeout(int millis) throws SocketException {
    readTimeout = Duration.ofMillis(millis);
    super.setSoTimeout(millis);
  }

  /** The session; as {@code SSLSocket} says, an invalid one if the handshake fails. */
  @Override
  public SSLSession getSession() {
    try {
      startHandshake();
    } catch (IOException e) {
      return tls.getSession();
    }
    return tls.getSession();
  }

  /** Sends close_notify and closes, without waiting for the peer's (RFC 8314, section 3.4). */
  @Override
  @SuppressWarnings(
      "UnsynchronizedOverridesSynchronized") // must get through while another thread holds the
  // socket in a handshake
  public void close() throws IOException {
    loggedIn();
    farewell.end();
    Deadlines.Deadline deadline = deadlines.close(raw, CLOSING);
    try {
      if (!tls.isClosed()) {
        // with a read timeout set, JSSE waits that long for an answer to its close_notify
        tls.setSoTimeout(0);
      }
      tls.close();
    } finally {
      deadline.met();
      cut();
    }
  }

  private void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      cut();
    }
  }

  private void cut() {
    try {
      raw.close();
    } catch (IOException e) {
      // it is closed as far as it can be
    }
  }
}
