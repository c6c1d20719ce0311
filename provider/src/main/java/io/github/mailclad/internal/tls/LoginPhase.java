package io.github.mailclad.internal.tls;

import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.mailproto.BlockInput;
import io.github.mailclad.internal.mailproto.Dialect;
import io.github.mailclad.internal.mailproto.Dialects;
import io.github.mailclad.refusal.LoginRefusal;
import io.github.mailclad.refusal.LoginRefusal.LoginFlood.Excess;
import io.github.mailclad.refusal.Refusal;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The time from the verdict to the login. The server has proved its name, and the user has received
 * nothing yet. The phase is limited in time, however busy the server is, and in octets. Mail
 * programs buffer whole lines and literals, so a length that is announced as too long is refused
 * before the octets arrive.
 */
final class LoginPhase implements Closeable {
  /**
   * The limit for all octets of the phase, more than any greeting, capability list and login takes
   * together.
   */
  static final int MOST_OCTETS = 1 << 20;

  static final int LONGEST_LINE = 1 << 16;

  private static final int MOST_OF_GREETING = 512;

  private final Dialect dialect;
  private final Duration limit;
  private final Deadlines deadlines;
  private final Closeable connection;
  private volatile Deadlines.@Nullable Deadline deadline;
  private final AtomicReference<PhaseState> state = new AtomicReference<>(PhaseState.RUNNING);
  private volatile @Nullable BooleanSupplier end;
  private @Nullable StringBuilder greeting;
  private int octets;
  private int inLine;
  private long literal = -1;

  /** The state of the phase. It never leaves any state but {@code RUNNING}. */
  private enum PhaseState {
    RUNNING,
    LOGGED_IN,
    EXPIRED
  }

  /** Creates a phase that has not begun. */
  LoginPhase(MailService service, Duration limit, Deadlines deadlines, Closeable connection) {
    this.dialect = Dialects.of(service.protocol());
    this.greeting = service.tlsStart() == TlsStart.STARTTLS ? null : new StringBuilder();
    this.limit = limit;
    this.deadlines = deadlines;
    this.connection = connection;
  }

  /** Begins the phase, and closes the connection when the time is up. */
  void begin() {
    deadline = deadlines.close(this, limit);
  }

  /** Closes the connection because the time is up, unless the phase is over. */
  @Override
  public void close() throws IOException {
    if (!isOver() && state.compareAndSet(PhaseState.RUNNING, PhaseState.EXPIRED)) {
      connection.close();
    }
  }

  /**
   * Sets a condition that ends the phase as soon as it is true. It is evaluated on several threads.
   */
  void endsWhen(BooleanSupplier loggedIn) {
    end = loggedIn;
  }

  /**
   * Ends the phase because the user is logged in or the connection is closed, unless it has failed
   * before.
   */
  void finish() {
    Deadlines.Deadline running = deadline;
    if (state.compareAndSet(PhaseState.RUNNING, PhaseState.LOGGED_IN) && running != null) {
      running.met();
      deadline = null;
    }
  }

  private boolean isOver() {
    BooleanSupplier loggedIn = end;
    if (state.get() == PhaseState.RUNNING && loggedIn != null && loggedIn.getAsBoolean()) {
      finish();
    }
    return state.get() == PhaseState.LOGGED_IN;
  }

  /**
   * Returns why the connection ended.
   *
   * @param failure the exception of the read or write
   * @param readTimeout the timeout of one read
   */
  Optional<Refusal> reasonOf(IOException failure, Duration readTimeout) {
    if (isOver()) {
      return Optional.empty();
    }
    if (state.get() == PhaseState.EXPIRED) {
      return Optional.of(new LoginRefusal.LoginTimeout(limit));
    }
    // in TLS 1.3 a server that does not want this client's certificate, or misses one, says so only
    // after the handshake is complete for the client (RFC 8446, section 4.4.2.4)
    return failure instanceof SocketTimeoutException
        ? Optional.of(new LoginRefusal.LoginTimeout(readTimeout))
        : HandshakeFailure.alertIn(failure);
  }

  /**
   * Returns a stream of the decrypted octets, which are counted until the phase is over.
   *
   * @param explained turns the failure of a read into the exception to throw
   */
  InputStream limited(InputStream decrypted, UnaryOperator<IOException> explained) {
    return new LimitedInput(decrypted, explained);
  }

  private final class LimitedInput extends BlockInput {
    private final UnaryOperator<IOException> explained;

    LimitedInput(InputStream in, UnaryOperator<IOException> explained) {
      super(in);
      this.explained = explained;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n;
      try {
        n = in.read(into, offset, length);
      } catch (IOException e) {
        throw explained.apply(e);
      }
      Optional<Refusal> objection =
          n > 0 && !isOver() ? objection(into, offset, n) : Optional.empty();
      if (objection.isPresent()) {
        throw explained.apply(new RefusedException(objection.get(), null));
      }
      return n;
    }
  }

  /** Returns why octets that arrived end the phase; empty if they do not. */
  private Optional<Refusal> objection(byte[] came, int offset, int n) {
    Optional<Refusal> other = otherProtocol(came, offset, n);
    if (other.isPresent()) {
      return other;
    }
    Optional<LoginRefusal.LoginFlood.Excess> excess = excess(came, offset, n);
    return excess.isPresent()
        ? Optional.of(new LoginRefusal.LoginFlood(excess.get()))
        : Optional.empty();
  }

  /**
   * Returns why the server does not serve this protocol, judged by its first line. After STARTTLS
   * there is no greeting to judge.
   */
  private Optional<Refusal> otherProtocol(byte[] came, int offset, int n) {
    StringBuilder begun = greeting;
    if (begun == null) {
      return Optional.empty();
    }
    for (int i = offset; i < offset + n; i++) {
      if (came[i] == '\n') {
        greeting = null;
        String line = begun.toString();
        return dialect
            .greeting(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
            .knownOtherProtocol();
      }
      if (begun.length() < MOST_OF_GREETING) {
        begun.append((char) (came[i] & 0xff));
      }
    }
    return Optional.empty();
  }

  private Optional<Excess> excess(byte[] came, int offset, int n) {
    octets += n;
    if (octets > MOST_OCTETS) {
      return Optional.of(Excess.OCTETS);
    }
    for (int i = offset; i < offset + n; i++) {
      byte octet = came[i];
      if (octet == '\n') {
        if (literal > MOST_OCTETS - octets) {
          return Optional.of(Excess.LITERAL);
        }
        inLine = 0;
        literal = -1;
      } else if (++inLine > LONGEST_LINE) {
        return Optional.of(Excess.LINE);
      } else if (literal >= 0 || octet == '{') {
        literal = literalAfter(octet);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the length of the literal that the line announces if it ends here ({@code "{" number
   * ["+"] "}"}, RFC 9051, section 4.3); -1 for no literal. The mail program allocates memory for
   * all of it at once.
   */
  private long literalAfter(byte octet) {
    if (!dialect.hasLiterals()) {
      return -1;
    }
    if (octet == '{') {
      return 0;
    }
    if (literal >= 0 && octet >= '0' && octet <= '9') {
      return Math.min(literal * 10 + (octet - '0'), Integer.MAX_VALUE);
    }
    return octet == '+' || octet == '}' || octet == '\r' ? literal : -1;
  }
}
