/** Timeouts for DNS look-ups. */
@NullMarked
package io.github.mailclad.internal.lookup;

import org.jspecify.annotations.NullMarked;
