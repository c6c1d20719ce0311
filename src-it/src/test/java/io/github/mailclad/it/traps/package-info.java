/**
 * The traps of plain Angus and of the platform's TLS that a drop-in inherits and must close. Each
 * test springs the trap first and shows the immunity beside it: same server, same properties, and
 * the wire decides.
 */
@NullMarked
package io.github.mailclad.it.traps;

import org.jspecify.annotations.NullMarked;
