/**
 * The rules of a TLS handshake that hold for mail and for HTTPS alike: what a ClientHello offers,
 * and what is read from a ServerHello.
 */
@NullMarked
package io.github.mailclad.internal.handshake;

import org.jspecify.annotations.NullMarked;
