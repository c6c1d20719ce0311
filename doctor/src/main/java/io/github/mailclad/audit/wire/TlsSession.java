package io.github.mailclad.audit.wire;

import io.github.mailclad.verify.PresentedChain;

/**
 * A TLS session of the platform with a server that was not verified.
 *
 * @param version the version as JSSE names it, for example {@code TLSv1.3}
 * @param suite the cipher suite by its registered name
 * @param chain the presented certificates and stapled responses
 * @param requestsCertificate whether the server requested a client certificate
 * @param nanos the duration of the handshake
 */
public record TlsSession(
    String version, String suite, PresentedChain chain, boolean requestsCertificate, long nanos) {}
