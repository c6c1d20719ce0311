package io.github.mailclad;

import java.time.Duration;

/**
 * The duration of one TLS handshake, whether it ended in a connection or in a refusal. For figures
 * only: no decision depends on it.
 *
 * @param service the service, TLS start included
 * @param endpoint the host and port of the connection
 * @param handshake the time from the first octet of TLS, or of STARTTLS, to the end; includes the
 *     verdict
 * @param verdict the time that the verdict about the server took; zero if there was none
 */
public record HandshakeTimes(
    MailService service, Endpoint endpoint, Duration handshake, Duration verdict) {}
