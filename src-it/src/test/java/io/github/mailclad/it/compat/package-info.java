/**
 * Typical uses of Jakarta Mail with Mailclad: casts, pools, idle connections, events, password
 * caches. Where Mailclad must behave like plain Angus, the test runs both and compares them.
 */
@NullMarked
package io.github.mailclad.it.compat;

import org.jspecify.annotations.NullMarked;
