/**
 * What follows from what is remembered of an account: comparisons, as values, of what was once seen
 * with what is seen now. Asks nobody and stores nothing.
 */
@NullMarked
package io.github.mailclad.internal.account;

import org.jspecify.annotations.NullMarked;
