/**
 * The mail protocols as a client speaks them before a login and during it: greeting, STARTTLS,
 * capabilities, the framing of a login, goodbye. One {@link
 * io.github.mailclad.internal.mailproto.Dialect} per protocol. Knows neither sockets nor Angus,
 * which speaks the protocols after the login.
 */
@NullMarked
package io.github.mailclad.internal.mailproto;

import org.jspecify.annotations.NullMarked;
