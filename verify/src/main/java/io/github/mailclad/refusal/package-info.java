/**
 * Every reason to refuse a connection, in families by their subject, and the text for the person
 * who has to act. Immutable values; nothing here decides.
 */
@NullMarked
package io.github.mailclad.refusal;

import org.jspecify.annotations.NullMarked;
