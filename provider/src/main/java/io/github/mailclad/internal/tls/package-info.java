/**
 * The TLS connection itself: one handshake under one deadline, the verdict, and only then streams.
 * What failed is told as a refusal. TLS contexts are shared inside one trust scope, so that
 * sessions resume there and nowhere else.
 */
@NullMarked
package io.github.mailclad.internal.tls;

import org.jspecify.annotations.NullMarked;
