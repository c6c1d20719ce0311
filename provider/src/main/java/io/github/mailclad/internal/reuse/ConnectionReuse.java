package io.github.mailclad.internal.reuse;

import io.github.mailclad.internal.config.AccountConfig;
import io.github.mailclad.internal.mailproto.HeldOutput;
import io.github.mailclad.internal.tls.PlannedSocket;
import io.github.mailclad.internal.tls.SecuredSocket;
import io.github.mailclad.refusal.ServerLimit;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one transport, from the point of view of the next transport. It is kept only
 * after a login and accepted messages; after anything else its state is not certain. The next
 * transport takes it over without sending a command: Angus reads the greeting and the reply to EHLO
 * that the server gave before. Not thread-safe, as little as the transport.
 */
public final class ConnectionReuse {
  private static final int CLOSING = 421;

  /** The server is temporarily unable to authenticate or to secure (RFC 4954, section 6). */
  private static final String BUSY_TEXT = "454";

  private final KeptConnections<KeptSession.Key, KeptSession> kept;
  private final Clock clock;
  private @Nullable Request request;
  private @Nullable PlannedSocket planned;
  private @Nullable KeptSession untried;
  private boolean careful;
  private @Nullable SessionProgress progress;

  /**
   * A connect of the application.
   *
   * @param login a mark of its login
   * @param helloName returns the name of this machine, for EHLO
   */
  public record Request(AccountConfig config, String login, Supplier<String> helloName) {
    private KeptSession.Key key(PlannedSocket socket) {
      return new KeptSession.Key(config, socket.plan(), helloName.get(), login);
    }
  }

  /** Creates the reuse of connections that are kept there. */
  public ConnectionReuse(KeptConnections<KeptSession.Key, KeptSession> kept, Clock clock) {
    this.kept = kept;
    this.clock = clock;
  }

  /** Begins a connect; null if no connection may be kept. */
  public void begin(@Nullable Request next) {
    request = next;
    planned = null;
    untried = null;
    progress = null;
  }

  /** Takes over a kept connection in place of the planned one, if there is one. */
  public void planned(PlannedSocket socket) {
    untried = null;
    progress = null;
    planned = socket;
    if (request == null) {
      return;
    }
    kept.take(request.key(socket))
        .ifPresent(
            entry -> {
              untried = entry.connection();
              careful = KeptSession.isLong(Duration.between(entry.since(), clock.instant()));
              socket.connectOver(entry.connection().socket());
            });
  }

  /**
   * Puts the streams of the transport between Angus and a connection.
   *
   * @return the stream that Angus writes to
   */
  public HeldOutput opened(SecuredSocket socket) throws IOException {
    untried = untried != null && untried.socket().equals(socket) ? untried : null;
    KeptSession session = untried;
    HeldOutput output = new HeldOutput(session == null ? socket.getOutputStream() : session.out());
    if (request == null) {
      socket.speakThrough(socket.getInputStream(), output);
      return output;
    }
    SessionProgress begun =
        session == null
            ? new SessionProgress(
                socket.getInputStream(), socket.getOutputStream(), clock.instant())
            : new SessionProgress(session);
    progress = begun;
    socket.speakThrough(begun.replies(), output);
    return output;
  }

  /** Returns whether the connection was taken over, and the server has not replied since. */
  public boolean isUntried() {
    return untried != null;
  }

  /** Returns whether the connection may have ended since its last use. */
  public boolean mayHaveEnded() {
    return isUntried() && careful;
  }

  /** Returns the progress of the session; empty if it is not kept. */
  public Optional<SessionProgress> progress() {
    return Optional.ofNullable(progress);
  }

  /** Returns whether a command needs not be sent. */
  public boolean answers(String command) {
    return progress != null && progress.answers(command);
  }

  /** Notes a reply that Angus read. */
  public void replied(int code, String reply) {
    SessionProgress now = progress;
    if (now == null) {
      return;
    }
    now.replied(code);
    if (code == CLOSING && isUntried()) {
      // it may be the usual end of a connection without use, and all others have the same fate
      kept.endAll();
    } else if (code == CLOSING || (code / 100 == 4 && asksForLess(reply))) {
      kept.pause();
    }
    if (!now.isConnecting() && code > 0 && code != CLOSING) {
      untried = null;
    }
  }

  /** Returns whether a reply is about logins or connections, and not about one message. */
  private static boolean asksForLess(String reply) {
    return reply.startsWith(BUSY_TEXT)
        || ServerLimit.in(reply).filter(limit -> limit != ServerLimit.UNAVAILABLE).isPresent();
  }

  /** Notes a rejected login. */
  public void loginRejected(String reply) {
    if (ServerLimit.in(reply).isPresent()) {
      kept.pause();
    } else {
      kept.endAll();
    }
  }

  /** Notes that the server ended the connection in a login, by 421 or without a word. */
  public void loginInterrupted() {
    kept.pause();
  }

  /**
   * Replaces a connection that ended before a message was sent on it. The replies to come are those
   * of the new one.
   *
   * @throws IOException if there is no other connection, or it is refused
   */
  public void renew() throws IOException {
    SessionProgress now = Objects.requireNonNull(progress);
    if (!now.replies().isAtEnd()) {
      throw new IOException("the server closed the connection in the middle of a reply");
    }
    untried = null;
    now.restart(clock.instant());
    Objects.requireNonNull(planned).renew();
  }

  /** Continues on a new connection below Angus. */
  public void continueOn(SecuredSocket socket, HeldOutput output) throws IOException {
    SessionProgress now = Objects.requireNonNull(progress);
    now.continueOn(socket.getInputStream(), socket.getOutputStream());
    output.writeTo(socket.getOutputStream());
    socket.speakThrough(now.replies(), output);
  }

  /**
   * Gives the connection to the next transport, if its state is certain.
   *
   * @param released gets the connection before another transport can
   * @return whether it is kept; otherwise this transport has to close it
   */
  public boolean keep(Consumer<SecuredSocket> released) {
    SessionProgress now = progress;
    if (now == null || request == null || planned == null || !now.isKeepable()) {
      return false;
    }
    KeptSession.Key key = request.key(planned);
    int most = request.config().speed().keptConnections();
    Optional<SecuredSocket> open = kept.mayKeep(key, most) ? planned.release() : Optional.empty();
    open.ifPresent(
        socket -> {
          released.accept(socket);
          kept.keep(key, now.giveAway(socket), most);
        });
    untried = null;
    return open.isPresent();
  }
}
