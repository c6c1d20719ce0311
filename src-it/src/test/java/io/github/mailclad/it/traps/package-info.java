/**
 * Tests of traps in plain Angus and in the platform's TLS that Mailclad must close. Each test shows
 * the trap first and the immunity beside it, with the same server and properties. The wire decides.
 */
@NullMarked
package io.github.mailclad.it.traps;

import org.jspecify.annotations.NullMarked;
