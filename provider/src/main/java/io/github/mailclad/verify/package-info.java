/**
 * The verdict on a server, without a socket: the very code that a handshake runs. Anyone may call
 * it with a chain, anchors, reference identifiers and an instant.
 */
@NullMarked
package io.github.mailclad.verify;

import org.jspecify.annotations.NullMarked;
