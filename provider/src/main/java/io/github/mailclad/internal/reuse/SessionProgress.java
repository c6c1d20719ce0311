package io.github.mailclad.internal.reuse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mailclad.internal.tls.SecuredSocket;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a submission session, as far as it decides about the next transport. Not
 * thread-safe.
 */
public final class SessionProgress {
  /** The largest number of messages on one connection, if the server sets no lower one. */
  private static final int MOST_MESSAGES = 100;

  private static final String MAILMAX = "MAILMAX=";
  private static final Set<String> HARMLESS = Set.of("NOOP", "RSET", "QUIT");

  private enum State {
    /** The session is not logged in yet. */
    CONNECTING,
    /** It is logged in, and all messages were accepted. */
    BETWEEN_MESSAGES,
    IN_MESSAGE,
    /** Something failed, or the application sent its own commands. */
    SPOILED,
    /** It belongs to the next transport. */
    GIVEN_AWAY
  }

  private final ReplyInput replies;
  private InputStream in;
  private OutputStream out;
  private KeptSession.@Nullable Hello hello;
  private Instant since;
  private int messages;
  private int limit = MOST_MESSAGES;
  private State state = State.CONNECTING;
  private boolean renewed;

  /** Creates the progress of a new connection. */
  SessionProgress(InputStream in, OutputStream out, Instant now) {
    this.in = in;
    this.out = out;
    this.since = now;
    this.replies = new ReplyInput(in);
  }

  /** Creates the progress of a session that was kept, whose reader gets the greeting again. */
  SessionProgress(KeptSession kept) {
    this(kept.in(), kept.out(), kept.opened());
    messages = kept.messages();
    limit = kept.limit();
    hello = kept.hello();
    replies.prepare(octets(kept.hello().greeting()));
  }

  /** Returns a reply as Angus reads it. */
  private static byte[] octets(String reply) {
    return reply.replace("\n", "\r\n").getBytes(UTF_8);
  }

  ReplyInput replies() {
    return replies;
  }

  /** Starts over on another connection, in the middle of a message of which nothing was sent. */
  void restart(Instant now) {
    state = State.CONNECTING;
    hello = null;
    messages = 1;
    renewed = true;
    limit = MOST_MESSAGES;
    since = now;
  }

  /** Continues on another connection. */
  void continueOn(InputStream server, OutputStream toServer) {
    in = server;
    out = toServer;
    replies.readFrom(server);
  }

  public boolean isConnecting() {
    return state == State.CONNECTING;
  }

  /**
   * Returns whether a command needs not be sent: the server replied to it before, or the connection
   * is given away.
   */
  boolean answers(String command) {
    if (state == State.GIVEN_AWAY) {
      return command.equals("QUIT");
    }
    if (state == State.CONNECTING) {
      boolean known = hello != null && command.equals(hello.command());
      if (known) {
        replies.prepare(octets(Objects.requireNonNull(hello).reply()));
      }
      return known;
    }
    if (state == State.BETWEEN_MESSAGES && !HARMLESS.contains(command)) {
      state = State.SPOILED;
    }
    return false;
  }

  /** Notes the reply to EHLO, and its parameter of LIMITS (RFC 9422); empty for none. */
  public void greeted(KeptSession.Hello begun, String limits) {
    if (!begun.reply().startsWith("250")) {
      return;
    }
    hello = begun;
    for (String each : limits.split(" ", -1)) {
      if (each.startsWith(MAILMAX)) {
        limit = Math.min(limit, number(each.substring(MAILMAX.length())));
      } else if (each.startsWith("RCPTDOMAINMAX=")) {
        // it counts the domains of all messages, and the next message may have another one
        limit = 0;
      }
    }
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  /** Returns the number of replies that Angus may have fetched and has not read. */
  public int unread() {
    return replies.unread();
  }

  /** Notes that the login begins, whose replies Angus does not read. */
  public void loginBegins() {
    if (!replies.isAtEnd()) {
      state = State.SPOILED;
    }
  }

  /** Notes that the server accepted the login, or needs none. */
  public void loggedIn() {
    if (state == State.CONNECTING) {
      replies.skipReplies();
      state = renewed ? State.IN_MESSAGE : State.BETWEEN_MESSAGES;
      renewed = false;
    }
  }

  /** Notes that Angus read a reply. */
  void replied(int code) {
    if (code > 0) {
      replies.replyRead();
    }
    if (state == State.BETWEEN_MESSAGES && (code < 200 || code >= 400)) {
      state = State.SPOILED;
    }
  }

  /** Notes that a message begins. */
  public void messageBegins() {
    messages++;
    state = state == State.BETWEEN_MESSAGES ? State.IN_MESSAGE : State.SPOILED;
  }

  /** Notes that the server accepted the message. */
  public void messageAccepted() {
    if (state == State.IN_MESSAGE) {
      state = State.BETWEEN_MESSAGES;
    }
  }

  /** Returns whether the state of the session is certain, and more messages are permitted. */
  boolean isKeepable() {
    return state == State.BETWEEN_MESSAGES
        && hello != null
        && replies.isAtEnd()
        && messages < limit;
  }

  /** Returns the session for the next transport. */
  KeptSession giveAway(SecuredSocket socket) {
    state = State.GIVEN_AWAY;
    return new KeptSession(socket, in, out, Objects.requireNonNull(hello), messages, limit, since);
  }
}
