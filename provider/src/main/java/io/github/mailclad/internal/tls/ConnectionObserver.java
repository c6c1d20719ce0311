package io.github.mailclad.internal.tls;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.HandshakeTimes;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.refusal.Refusal;

/**
 * Receives the outcome of the handshake, once, on the thread that ran it. Also receives a refusal
 * between the verdict and the login, on the thread that detected it.
 */
public interface ConnectionObserver {
  /** Reports that the connection is secured. The socket has not handed out any streams yet. */
  void secured(SecuredSocket socket, ConnectionSecurity security);

  /**
   * Reports that a connection was secured earlier, for a service that closed, and is used again.
   *
   * @param security the result of its handshake
   */
  void takenOver(SecuredSocket socket, ConnectionSecurity security);

  /**
   * Reports that the connection is refused and closed.
   *
   * @return the refusal that the application gets: the given one, or one that says more about the
   *     same reason
   */
  Refusal refused(ConnectionPlan plan, Refusal refusal);

  /** Reports a notice for people that does not prevent the connection. */
  default void noted(ConnectionPlan plan, String news) {}

  /** Reports the duration of the handshake, before {@code secured} or after {@code refused}. */
  void timed(HandshakeTimes times);
}
