package io.github.mailclad.spring;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.HandshakeTimes;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.refusal.Refusal;

/**
 * A bean that is told what becomes of the connections of every account and every mail sender of the
 * application. As {@link io.github.mailclad.SecurityListener}, with the name of the {@link
 * MailEntry} whose connection it is: it is called on the thread that connects, has to be quick and
 * thread-safe, and can watch but not change a decision.
 */
public interface AccountListener {
  /** A connection was opened. */
  default void connected(String entry, ConnectionSecurity security) {}

  /** A connection to a known destination was refused. */
  default void refused(String entry, Endpoint endpoint, Refusal refusal) {}

  /** Something happened that a person or an operator should know of. */
  default void happened(String entry, SecurityEvent event) {}

  /** A TLS handshake has ended. */
  default void timed(String entry, HandshakeTimes times) {}
}
