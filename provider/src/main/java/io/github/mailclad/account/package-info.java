/**
 * What is remembered of an account: its servers, what they once showed, and what a person decided
 * (RFC 8314, section 5). Immutable values, the store that keeps them, and no connection to
 * anything.
 */
@NullMarked
package io.github.mailclad.account;

import org.jspecify.annotations.NullMarked;
