/**
 * The client's side of the SASL mechanisms (RFC 4422) as values: which one a login may use, and
 * what it answers to each challenge. Nothing here reads or writes a connection, and no mechanism is
 * installed into the platform.
 */
@NullMarked
package io.github.mailclad.internal.sasl;

import org.jspecify.annotations.NullMarked;
