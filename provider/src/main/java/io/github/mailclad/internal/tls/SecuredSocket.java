package io.github.mailclad.internal.tls;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.TlsVersion;
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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
  private final SSLSocket tls;
  private final ConnectionPlan plan;
  private final Disclosure disclosure;
  private final FirstOctetsSocket raw;
  private final ConnectionEnd end;
  private final LoginPhase login;
  private final ReentrantLock lock = new ReentrantLock();

  /** The handshake; null once it succeeded, so that an idle connection keeps no part of it. */
  private @Nullable TlsHandshake handshake;

  private volatile ConnectionObserver observer;
  private volatile @Nullable RefusedException refused;
  private volatile @Nullable IOException lost;
  private volatile int readTimeoutMillis;
  private volatile @Nullable SecuredOutput encrypting;
  private volatile @Nullable InputStream input;
  private volatile @Nullable OutputStream output;
  private volatile @Nullable ConnectionSecurity security;
  private volatile @Nullable Supplier<Optional<byte[]>> exporter;

  SecuredSocket(
      SSLSocket tls,
      FirstOctetsSocket raw,
      TlsHandshake handshake,
      Deadlines deadlines,
      ConnectionObserver observer) {
    this.tls = tls;
    this.plan = handshake.plan();
    this.handshake = handshake;
    this.disclosure = handshake.disclosure();
    this.observer = observer;
    this.raw = raw;
    this.end = new ConnectionEnd(deadlines, raw);
    this.login = new LoginPhase(plan.service(), plan.policy().timeouts().login(), deadlines, raw);
  }

  /** Returns the security of the connection; empty before the handshake and after a refusal. */
  public Optional<ConnectionSecurity> security() {
    return Optional.ofNullable(security);
  }

  /** Returns why the connection is refused; empty if it is not. */
  public Optional<Refusal> refusal() {
    return Optional.ofNullable(refused).map(RefusedException::refusal);
  }

  /** Returns the data of {@code tls-exporter} (RFC 9266); empty where it cannot be exported. */
  public Optional<byte[]> exported() {
    Supplier<Optional<byte[]>> source = exporter;
    return source == null ? Optional.empty() : source.get();
  }

  /** Ends the {@linkplain LoginPhase limits} that apply until the user is logged in. */
  public void loggedIn() {
    login.finish();
  }

  /** Calls {@link #loggedIn()} once a condition is true, which several threads evaluate. */
  public void loggedInWhen(BooleanSupplier loggedIn) {
    login.endsWhen(loggedIn);
  }

  /**
   * Announces the logout of the application. A peer that does not answer gets a short time limit
   * instead of the read timeout. A {@linkplain #beginCommand() command} in progress keeps the read
   * timeout.
   */
  public void beginLogout() {
    if (!isClosed()) {
      end.beginLogout();
    }
  }

  /** Marks the start of a command whose answer decides its outcome, so that no logout cuts it. */
  public void beginCommand() {
    end.commandBegins();
  }

  /** Marks the end of such a command. Call it once for each start. */
  public void endCommand() {
    end.commandEnds();
  }

  @Override
  SSLSocket tls() {
    return tls;
  }

  /** Handshakes and verifies once. Every further call has the result of the first one. */
  @Override
  public void startHandshake() throws IOException {
    lock.lock();
    try {
      IOException failed = lost == null ? refused : lost;
      if (failed != null) {
        throw failed;
      }
      if (security == null) {
        handshake(Objects.requireNonNull(handshake));
      }
    } finally {
      lock.unlock();
    }
  }

  private void handshake(TlsHandshake handshake) throws IOException {
    ConnectionSecurity verified;
    try {
      verified = handshake.run();
      openStreams(handshake);
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
    this.handshake = null;
    security = verified;
    if (Objects.requireNonNull(verified.tls()).version() != TlsVersion.TLS_1_3) {
      // a renegotiation may bring other certificates, so it ends the connection (RFC 9325, section
      // 3.5); TLS 1.3 has none
      tls.addHandshakeCompletedListener(
          again -> refuse(new RefusedException(new HandshakeRefusal.Renegotiation(), null)));
    } else {
      exporter = handshake.exporter();
    }
    observer.secured(this, verified);
    // not earlier: the time that the application spends on the outcome must not count against the
    // server
    login.begin();
  }

  private void openStreams(TlsHandshake handshake) throws IOException {
    byte[] greeting = handshake.greeting();
    UnaryOperator<IOException> explained = this::explained;
    InputStream decrypted = login.limited(handshake.input(), explained);
    input =
        greeting.length == 0
            ? decrypted
            : new SequenceInputStream(new ByteArrayInputStream(greeting), decrypted);
    SecuredOutput out = new SecuredOutput(tls.getOutputStream(), explained);
    encrypting = out;
    output = out;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    startHandshake();
    return Objects.requireNonNull(input);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    startHandshake();
    return Objects.requireNonNull(output);
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
    input = in;
    output = out;
  }

  /** Makes another service responsible for the open connection; it counts as its last writer. */
  public void handOver(ConnectionObserver next) {
    observer = next;
    Objects.requireNonNull(encrypting).writtenBy(Thread.currentThread());
    next.takenOver(this, Objects.requireNonNull(security));
  }

  /**
   * Returns whether the connection is open and has nothing to read.
   *
   * @param millis the time to wait for octets or the end of the connection; 0 for none
   */
  public boolean isSilent(int millis) {
    try {
      return !isClosed() && tls.getInputStream().available() == 0 && raw.isSilent(millis);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the plan that was made before the connection was opened. */
  public ConnectionPlan plan() {
    return plan;
  }

  /**
   * Returns the exception to throw for a failed read or write after the verdict. For a refusal it
   * is never an {@code EOFException} or similar, which Angus would take for a wrong password.
   */
  private IOException explained(IOException failure) {
    RefusedException known = refused;
    if (known != null) {
      return known;
    }
    return Refusal.in(failure)
        .or(
            () ->
                login
                    .reasonOf(failure, Duration.ofMillis(readTimeoutMillis))
                    .map(disclosure::explained))
        .<IOException>map(refusal -> refuse(new RefusedException(refusal, failure)))
        .orElse(failure);
  }

  /** Closes the connection and returns its refusal: the given one, or an earlier one. */
  private RefusedException refuse(RefusedException refusing) {
    lock.lock();
    try {
      RefusedException known = refused;
      if (known != null) {
        return known;
      }
      refused = refusing;
    } finally {
      lock.unlock();
    }
    closeQuietly();
    observer.refused(plan, refusing.refusal());
    return refusing;
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // as all that is passed on
  public void setSoTimeout(int millis) throws SocketException {
    readTimeoutMillis = millis;
    super.setSoTimeout(millis);
  }

  /** Returns the session; an invalid one if the handshake fails, as {@code SSLSocket} specifies. */
  @Override
  public SSLSession getSession() {
    try {
      startHandshake();
    } catch (IOException e) {
      // the session is an invalid one then
    }
    return tls.getSession();
  }

  /** Sends close_notify and closes, without waiting for the peer's (RFC 8314, section 3.4). */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it may have to end a handshake
  public void close() throws IOException {
    login.finish();
    end.close(tls);
  }

  private void closeQuietly() {
    login.finish();
    end.closeQuietly(tls);
  }
}
