package io.github.mailclad.it.hostile;

/**
 * A kind of harm that a hostile network can do to a user, by the wire and by the application's
 * view.
 */
public enum Harm {
  /** A password left the client outside of TLS. */
  PASSWORD_IN_CLEAR,
  /** A message left the client outside of TLS. */
  MESSAGE_IN_CLEAR,
  /** A mailbox was used, or a message submitted, outside of TLS. */
  USED_IN_CLEAR,
  /** The same inside of TLS, without a login there. */
  USED_WITHOUT_LOGIN,
  /** An alert that came in the clear was shown to the user. */
  ALERT_SHOWN,
  /** A referral that came in the clear was handed to the application. */
  REFERRAL_SHOWN,
  /** The application got the message that the password is wrong, and asks for another one. */
  TOLD_AS_WRONG_PASSWORD,
  /** The mail library broke down with an exception that no application expects. */
  CRASHED,
  /** Octets that an attacker put into the connection went unnoticed. */
  INTRUSION_UNNOTICED
}
