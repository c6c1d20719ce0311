/**
 * A small HTTPS client whose servers are verified like mail servers: PKIX, RFC 9525, revocation,
 * TLS 1.2 or newer. One request on each connection, bounded in time and size.
 */
@NullMarked
package io.github.mailclad.internal.https;

import org.jspecify.annotations.NullMarked;
