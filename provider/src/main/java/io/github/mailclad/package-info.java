/**
 * The vocabulary: what an account requires, what a connection is to be, what it got, and every
 * reason to refuse it. Immutable values that know the JDK alone; only {@link
 * io.github.mailclad.InsecureConnectionException} knows Jakarta Mail. A reader who understands
 * these types understands the library.
 */
@NullMarked
package io.github.mailclad;

import org.jspecify.annotations.NullMarked;
