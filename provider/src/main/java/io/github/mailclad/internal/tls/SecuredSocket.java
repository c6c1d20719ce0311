package io.github.mailclad.internal.tls;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.SocketException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The only way from Angus to the network: a TLS connection that handshakes once under one total
 * deadline, verifies the server, and only then has streams. The first request for streams, session
 * or handshake starts the handshake. After a refused handshake every such request fails, and
 * nothing was sent through the streams. Thread-safe as far as a socket is.
 */
public final class SecuredSocket extends DelegatingSslSocket {
  /** The time that a peer has to take our close_notify before the connection is cut. */
  private static final Duration CLOSING = Duration.ofMillis(500);

  private static final String AGAIN = "another handshake on a verified connection";

  private final SSLSocket tls;
  private final FirstOctetsSocket raw;
  private final ConnectionPlan plan;
  private final TlsHandshake handshake;
  private final Deadlines deadlines;
  private final ConnectionObserver observer;
  private final Farewell farewell;
  private final Object lock = new Object();
  private volatile @Nullable RefusedException refused;
  private volatile @Nullable IOException lost;
  private volatile @Nullable LoginPhase login;
  private volatile Duration readTimeout = Duration.ZERO;
  private volatile @Nullable SecuredOutput encrypting;
  private @Nullable InputStream input;
  private @Nullable OutputStream output;
  private volatile @Nullable ConnectionSecurity security;

  SecuredSocket(
      SSLSocket tls,
      FirstOctetsSocket raw,
      TlsHandshake handshake,
      Deadlines deadlines,
      ConnectionObserver observer) {
    this.tls = tls;
    this.raw = raw;
    this.plan = handshake.plan();
    this.handshake = handshake;
    this.deadlines = deadlines;
    this.observer = observer;
    this.farewell = new Farewell(deadlines, raw);
  }

  /** Returns the security of the connection; empty before the handshake and after a refusal. */
  public Optional<ConnectionSecurity> security() {
    return Optional.ofNullable(security);
  }

  /**
   * Returns whether a verified server may know the user by a certificate (RFC 8314, section 3.2).
   */
  public boolean sentClientCertificate() {
    return security instanceof ConnectionSecurity.Authenticated verified
        && verified.tls().clientCertificate() != null;
  }

  /** Returns why the connection is refused; empty if it is not. */
  public Optional<Refusal> refusal() {
    return Optional.ofNullable(refused).map(RefusedException::refusal);
  }

  /** Ends the {@linkplain LoginPhase limits} that apply until the user is logged in. */
  public void loggedIn() {
    LoginPhase phase = login;
    if (phase != null) {
      phase.finish();
    }
  }

  /**
   * Calls {@link #loggedIn()} as soon as a condition is true. The condition is evaluated on several
   * threads.
   */
  public void loggedInWhen(BooleanSupplier loggedIn) {
    LoginPhase phase = login;
    if (phase != null) {
      phase.endsWhen(loggedIn);
    }
  }

  /**
   * Announces the goodbye of the application. A peer that does not answer gets a short time limit
   * instead of the read timeout. A {@linkplain #beginCommand() command} in progress keeps the read
   * timeout.
   */
  public void part() {
    if (!isClosed()) {
      farewell.begin();
    }
  }

  /**
   * Marks the start of a command whose answer decides its outcome. Until its {@linkplain
   * #endCommand() end}, {@linkplain #part() parting} does not cut the connection.
   */
  public void beginCommand() {
    farewell.commandBegins();
  }

  /** Marks the end of such a command. Call it once for each start. */
  public void endCommand() {
    farewell.commandEnds();
  }

  @Override
  SSLSocket tls() {
    return tls;
  }

  /** Handshakes and verifies once. Every further call has the result of the first one. */
  @Override
  public void startHandshake() throws IOException {
    synchronized (lock) {
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
    LoginPhase phase =
        new LoginPhase(plan.service(), plan.policy().timeouts().login(), deadlines, raw);
    ConnectionSecurity verified;
    try {
      verified = handshake.run();
      openStreams(phase);
    } catch (RefusedException reason) {
      closeQuietly();
      refused = reason.withRefusal(observer.refused(plan, reason.refusal()));
      throw refused;
    } catch (IOException broken) {
      lost = broken;
      closeQuietly();
      throw broken;
    } finally {
      observer.timed(handshake.times());
    }
    security = verified;
    // a TLS 1.2 server may ask for a renegotiation, with other certificates: the connection is
    // ended then (RFC 9325, section 3.5)
    tls.addHandshakeCompletedListener(
        again -> refuse(new HandshakeRefusal.Renegotiation(), new IOException(AGAIN)));
    login = phase;
    observer.secured(this, verified);
    // not earlier: the time that the application spends on the outcome must not count against the
    // server
    phase.begin();
  }

  private void openStreams(LoginPhase phase) throws IOException {
    byte[] greeting = handshake.greeting();
    InputStream decrypted = phase.limited(tls.getInputStream(), this::explained);
    input =
        greeting.length == 0
            ? decrypted
            : new SequenceInputStream(new ByteArrayInputStream(greeting), decrypted);
    SecuredOutput out = new SecuredOutput(tls.getOutputStream(), this::explained);
    encrypting = out;
    output = out;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    startHandshake();
    synchronized (lock) {
      return Objects.requireNonNull(input);
    }
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    startHandshake();
    synchronized (lock) {
      return Objects.requireNonNull(output);
    }
  }

  /** Forgets the writes of a thread to this connection. */
  public void forgetWrites(Thread writer) {
    SecuredOutput out = encrypting;
    if (out != null) {
      out.forget(writer);
    }
  }

  /** Returns whether a thread is the last one that wrote to this connection. */
  public boolean wasLastWrittenBy(Thread writer) {
    SecuredOutput out = encrypting;
    return out != null && out.isLastWriter(writer);
  }

  /** Replaces the streams of the socket by these, which lead to the present ones. */
  public void speakThrough(InputStream in, OutputStream out) {
    synchronized (lock) {
      input = in;
      output = out;
    }
  }

  /** Returns the endpoint of the connection. */
  public Endpoint endpoint() {
    return plan.endpoint();
  }

  /** Returns the plan that was made before the connection was opened. */
  public ConnectionPlan plan() {
    return plan;
  }

  /** Returns the exception to throw for a failed read or write after the verdict. */
  private IOException explained(IOException failure) {
    RefusedException known = refused;
    LoginPhase phase = login;
    if (known != null || phase == null) {
      return known == null ? failure : known;
    }
    return Refusal.in(failure)
        .or(() -> phase.reasonOf(failure, readTimeout).map(handshake::explained))
        .<IOException>map(refusal -> refuse(refusal, failure))
        .orElse(failure);
  }

  /**
   * Closes the connection and returns the exception for a refusal. It is never an {@code
   * EOFException} or similar, which Angus would take for a wrong password.
   */
  private RefusedException refuse(Refusal refusal, IOException failure) {
    RefusedException refusing =
        failure instanceof RefusedException own ? own : new RefusedException(refusal, failure);
    synchronized (lock) {
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

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // as all that is passed on
  public void setSoTimeout(int millis) throws SocketException {
    readTimeout = Duration.ofMillis(millis);
    super.setSoTimeout(millis);
  }

  /** Returns the session; an invalid one if the handshake fails, as {@code SSLSocket} specifies. */
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
