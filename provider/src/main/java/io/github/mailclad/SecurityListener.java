package io.github.mailclad;

import io.github.mailclad.refusal.Refusal;

/**
 * Told of every connection that was secured and every one that was refused, pool connections and
 * reconnects included. Set as an object: {@code
 * session.getProperties().put("mail.security.listener", listener)}. Called on the thread that
 * connects, so it must be quick and thread-safe; it can watch but not change a decision, and what
 * it throws is logged and dropped.
 */
public interface SecurityListener {
  /** A connection was opened. */
  default void connected(ConnectionSecurity security) {}

  /**
   * A connection to a known destination was refused; the application gets the same refusal as an
   * exception unless Jakarta Mail swallows it.
   */
  default void refused(Endpoint endpoint, Refusal refusal) {}

  /**
   * Something happened that a person or an operator should know of; told once, before the action
   * that it announces.
   */
  default void happened(SecurityEvent event) {}

  /**
   * A TLS handshake has ended; told before {@link #connected} or after {@link #refused}, whichever
   * it comes to.
   */
  default void timed(HandshakeTimes times) {}
}
