/**
 * The stored state of an account: its servers, their earlier security, and the decisions of a
 * person (RFC 8314, section 5). Immutable values and the stores that keep them.
 */
@NullMarked
package io.github.mailclad.account;

import org.jspecify.annotations.NullMarked;
