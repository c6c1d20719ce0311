/**
 * Tests of a hostile network between client and STARTTLS server: each attack before TLS, and the
 * data that must not survive into TLS. Plain Angus meets every server first, which shows the harm.
 * Mailclad then must not be harmed, and must name the cause.
 */
@NullMarked
package io.github.mailclad.it.hostile;

import org.jspecify.annotations.NullMarked;
