package io.github.mailclad;

import io.github.mailclad.refusal.Refusal;

/**
 * A listener to every connection that is opened or refused, pool connections and reconnects
 * included. Set as an object: {@code session.getProperties().put("mail.security.listener",
 * listener)}. Its methods run on the thread that connects, so they must be quick and thread-safe. A
 * listener cannot change a decision; what it throws is logged and dropped.
 *
 * <p>Every event names its {@link MailService}. An account is named by a {@link SecurityEvent}
 * only, so that a log or a meter of connections holds no user names.
 *
 * <pre>{@code
 * session.getProperties().put("mail.security.listener", new SecurityListener() {
 *   public void onConnected(ConnectionSecurity security) {
 *     System.out.println(security);
 *   }
 * });
 * }</pre>
 */
public interface SecurityListener {
  /** Called when a connection was opened. */
  default void onConnected(ConnectionSecurity security) {}

  /**
   * Called when a connection to a known server was refused. The application gets the same refusal
   * as an exception unless Jakarta Mail swallows it.
   *
   * @param service the service; if the settings cannot be read, with the TLS start by those
   *     settings that can be read
   * @param endpoint the host and port of the connection
   * @param refusal the reason
   */
  default void onRefused(MailService service, Endpoint endpoint, Refusal refusal) {}

  /**
   * Called once for each event that a person or an operator should know of, before the announced
   * action.
   */
  default void onSecurityEvent(SecurityEvent event) {}

  /**
   * Called when a TLS handshake has ended: before {@link #onConnected}, or after {@link
   * #onRefused}.
   */
  default void onHandshakeEnded(HandshakeTimes times) {}

  /**
   * Called when the server accepted or rejected a login. A login that Mailclad ends, because the
   * server broke the rules of its mechanism, is a {@linkplain #onRefused refusal} instead.
   */
  default void onLoginEnded(LoginTimes times) {}
}
