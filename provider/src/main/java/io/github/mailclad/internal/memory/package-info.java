/**
 * The observations of an account's connections and the requirements that follow from them. A loss
 * of TLS or of a proof of identity is detected. Decisions work on values; the store is passed in.
 */
@NullMarked
package io.github.mailclad.internal.memory;

import org.jspecify.annotations.NullMarked;
