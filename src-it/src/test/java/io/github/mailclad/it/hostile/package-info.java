/**
 * A hostile network at a server that starts TLS by command: each thing it can say before TLS, and
 * what of it must not be remembered inside. Plain Angus meets every server first, to show which of
 * them do harm; Mailclad then must not be harmed, and must tell what was wrong.
 */
@NullMarked
package io.github.mailclad.it.hostile;

import org.jspecify.annotations.NullMarked;
