/**
 * The TLS connection: one handshake under one deadline, the verdict, and only then streams. A
 * failure that is a decision is reported as a refusal. TLS contexts are shared inside one trust
 * scope, so that sessions are resumed only there.
 */
@NullMarked
package io.github.mailclad.internal.tls;

import org.jspecify.annotations.NullMarked;
