/**
 * Tests of the identity truth table of RFC 7817 and RFC 9525 over real connections. Unit tests of
 * the verifier cover each row.
 */
@NullMarked
package io.github.mailclad.it.identity;

import org.jspecify.annotations.NullMarked;
