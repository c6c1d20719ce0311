package io.github.mailclad.internal.tls;

import java.io.Closeable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection. A peer that does not answer the last commands gets a short time limit
 * instead of the read timeout. The limit is suspended while a command is in progress whose answer
 * decides its outcome. Thread-safe.
 */
final class Farewell {
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final Deadlines deadlines;
  private final Closeable connection;
  private boolean begun;
  private boolean over;
  private int unanswered;
  private Deadlines.@Nullable Deadline deadline;

  /** Creates the farewell of a connection, which is closed when the time limit is over. */
  Farewell(Deadlines deadlines, Closeable connection) {
    this.deadlines = deadlines;
    this.connection = connection;
  }

  /** Starts the time limit of the peer. */
  synchronized void begin() {
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

  private void run() {
    if (begun && !over && unanswered == 0 && deadline == null) {
      deadline = deadlines.close(connection, MOMENT);
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
