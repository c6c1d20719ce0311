package io.github.mailclad.internal.tls;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.HandshakeTimes;
import io.github.mailclad.internal.connect.ConnectionPlan;
import io.github.mailclad.refusal.Refusal;

/**
 * Is told how the handshake ended, once, on the thread that ran it; and of a refusal between the
 * verdict and the login, on the thread that came upon it.
 */
public interface ConnectionObserver {
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
