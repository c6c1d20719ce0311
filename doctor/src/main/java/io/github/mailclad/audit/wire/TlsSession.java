package io.github.mailclad.audit.wire;

import io.github.mailclad.verify.PresentedChain;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A TLS session of the platform with a server that was not verified.
 *
 * @param version the version as JSSE names it, for example {@code TLSv1.3}
 * @param suite the cipher suite by its registered name
 * @param chain the presented certificates and stapled responses
 * @param requestsCertificate whether the server requested a client certificate
 * @param nanos the duration of the handshake
 * @param isResumed whether the session of an earlier connection was resumed; seen in TLS 1.2 only
 * @param ticketLifetime the lifetime of the session ticket, zero if the server names none (RFC
 *     5077, section 3.3); null without a ticket, and in TLS 1.3, where it is encrypted
 */
public record TlsSession(
    String version,
    String suite,
    PresentedChain chain,
    boolean requestsCertificate,
    long nanos,
    boolean isResumed,
    @Nullable Duration ticketLifetime) {}
