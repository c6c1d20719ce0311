/**
 * The client's side of the SASL mechanisms (RFC 4422) as values: the choice of a mechanism, and its
 * responses to challenges. No class here reads from or writes to a connection, and no mechanism is
 * installed into the platform.
 */
@NullMarked
package io.github.mailclad.internal.sasl;

import org.jspecify.annotations.NullMarked;
