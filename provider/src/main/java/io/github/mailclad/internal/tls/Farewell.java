package io.github.mailclad.internal.tls;

import java.io.Closeable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection: a peer that does not answer the last commands has a moment, and not the
 * time of a read. The moment does not run while a command is in progress whose answer decides what
 * became of it. Thread-safe.
 */
final class Farewell {
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final Deadlines deadlines;
  private final Closeable connection;
  private boolean begun;
  private boolean over;
  private int unanswered;
  private Deadlines.@Nullable Deadline deadline;

  /** The farewell of a connection, which is cut when the moment is over. */
  Farewell(Deadlines deadlines, Closeable connection) {
    this.deadlines = deadlines;
    this.connection = connection;
  }

  /** From now on the peer has that moment. */
  synchronized void begin() {
    begun = true;
    run();
  }

  /** A command begins whose answer has the time of a read. */
  synchronized void commandBegins() {
    unanswered++;
    stop();
  }

  /** Such a command is answered, or failed: the moment begins anew. */
  synchronized void commandEnds() {
    unanswered--;
    run();
  }

  /** The connection is closed. */
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
