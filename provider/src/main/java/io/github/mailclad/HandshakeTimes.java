package io.github.mailclad;

import java.time.Duration;

/**
 * How long one TLS handshake took, whether it ended in a connection or in a refusal. For figures
 * only: nothing is decided by it.
 *
 * @param service the service, TLS start included
 * @param endpoint where the connection goes
 * @param handshake from the first octet of TLS, or of STARTTLS, to the end; the verdict is part of
 *     it
 * @param verdict what the verdict about the server took; zero where it did not come to one
 */
public record HandshakeTimes(
    MailService service, Endpoint endpoint, Duration handshake, Duration verdict) {}
