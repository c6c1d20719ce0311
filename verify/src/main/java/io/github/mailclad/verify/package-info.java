/**
 * The verification of a server without a socket, by the same code that a handshake runs. Any
 * program may call it with a chain, anchors, reference identifiers and an instant.
 */
@NullMarked
package io.github.mailclad.verify;

import org.jspecify.annotations.NullMarked;
