/**
 * The identity truth table of RFC 7817 and RFC 9525 over real connections: the rows themselves are
 * tested where the verifier is.
 */
@NullMarked
package io.github.mailclad.it.identity;

import org.jspecify.annotations.NullMarked;
