package io.github.mailclad;

import java.time.Duration;

/**
 * The duration of one login. For figures only: no decision depends on it, and it has no user name.
 *
 * @param service the service, TLS start included
 * @param endpoint the host and port of the connection
 * @param mechanism the SASL mechanism; {@code LOGIN} or {@code USER} for the command of IMAP or
 *     POP3
 * @param result the answer of the server
 * @param login the time from the first command of the login to that answer; for a login that did
 *     not wait for the greeting, from when its answer was awaited
 */
public record LoginTimes(
    MailService service, Endpoint endpoint, String mechanism, Result result, Duration login) {

  /** The answer of a server to a login. */
  public enum Result {
    ACCEPTED,
    REJECTED
  }
}
