/** Tests of what a resolver says. */
@NullMarked
package io.github.mailclad.dns;

import org.jspecify.annotations.NullMarked;
