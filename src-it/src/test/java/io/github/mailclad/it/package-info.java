/**
 * Tests of Mailclad with honest and hostile servers, through the API that applications use. The
 * wire decides. Where Mailclad closes a trap of plain Angus, the test shows both.
 */
@NullMarked
package io.github.mailclad.it;

import org.jspecify.annotations.NullMarked;
