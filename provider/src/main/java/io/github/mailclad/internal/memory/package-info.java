/**
 * What connections teach about an account, and what it is held to by that: TLS that was there once
 * is missed, and so is a proof. Decides with values; the store that keeps them is handed in.
 */
@NullMarked
package io.github.mailclad.internal.memory;

import org.jspecify.annotations.NullMarked;
