/**
 * The mail protocols of a client before a login and during it: greeting, STARTTLS, capabilities,
 * the framing of a login, goodbye. There is one {@link
 * io.github.mailclad.internal.mailproto.Dialect} per protocol. Depends neither on sockets nor on
 * Angus, which speaks the protocols after the login.
 */
@NullMarked
package io.github.mailclad.internal.mailproto;

import org.jspecify.annotations.NullMarked;
