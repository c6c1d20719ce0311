/**
 * Mailclad against servers, honest and hostile, through the API that applications use. What was on
 * the wire decides, and where a trap of plain Angus is closed, the test shows the trap beside the
 * immunity.
 */
@NullMarked
package io.github.mailclad.it;

import org.jspecify.annotations.NullMarked;
