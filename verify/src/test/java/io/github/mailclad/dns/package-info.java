/** Tests of the answers of a resolver. */
@NullMarked
package io.github.mailclad.dns;

import org.jspecify.annotations.NullMarked;
