package io.github.mailclad.internal.tls;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection: the logout and the close. After the logout has begun, a peer that does
 * not answer gets a short time limit instead of the read timeout. The limit is suspended while a
 * command is in progress whose answer decides its outcome. Thread-safe.
 */
final class ConnectionEnd {
  /** The time that a peer has to answer during the logout. */
  private static final Duration LOGOUT = Duration.ofSeconds(2);

  /** The time that a peer has to take our close_notify before the connection is cut. */
  private static final Duration CLOSING = Duration.ofMillis(500);

  private final Deadlines deadlines;
  private final Closeable connection;
  private boolean begun;
  private boolean over;
  private int unanswered;
  private Deadlines.@Nullable Deadline deadline;

  /** Creates the end of a connection, which is closed when a time limit is over. */
  ConnectionEnd(Deadlines deadlines, Closeable connection) {
    this.deadlines = deadlines;
    this.connection = connection;
  }

  /** Starts the time limit of the logout. */
  synchronized void beginLogout() {
    begun = true;
    run();
  }

  /** Suspends the time limit for a command whose answer has the read timeout. */
  synchronized void commandBegins() {
    unanswered++;
    stop();
  }

  /** Restarts the time limit from the beginning, because such a command was answered or failed. */
  synchronized void commandEnds() {
    unanswered--;
    run();
  }

  /** Ends the time limit because the connection is closed. */
  synchronized void end() {
    over = true;
    stop();
  }

  /** Sends close_notify and closes, without waiting for the peer's (RFC 8314, section 3.4). */
  void close(SSLSocket tls) throws IOException {
    end();
    Deadlines.Deadline closing = deadlines.close(connection, CLOSING);
    try {
      if (!tls.isClosed()) {
        // with a read timeout set, JSSE waits that long for an answer to its close_notify
        tls.setSoTimeout(0);
      }
      tls.close();
    } finally {
      closing.met();
      cut();
    }
  }

  /** Closes as {@link #close} does, and ignores a failure of it. */
  void closeQuietly(SSLSocket tls) {
    try {
      close(tls);
    } catch (IOException e) {
      // the connection below is closed in any case
    }
  }

  private void cut() {
    try {
      connection.close();
    } catch (IOException e) {
      // it is closed as far as it can be
    }
  }

  private void run() {
    if (begun && !over && unanswered == 0 && deadline == null) {
      deadline = deadlines.close(connection, LOGOUT);
    }
  }

  private void stop() {
    Deadlines.Deadline running = deadline;
    if (running != null) {
      running.met();
      deadline = null;
    }
  }
}
