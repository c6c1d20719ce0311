/** Revocation as servers tell it in their handshakes. */
@NullMarked
package io.github.mailclad.it.revocation;

import org.jspecify.annotations.NullMarked;
