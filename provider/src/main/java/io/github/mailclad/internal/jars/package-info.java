/** The jars that have to be beside Mailclad's own, and whether they are. */
@NullMarked
package io.github.mailclad.internal.jars;

import org.jspecify.annotations.NullMarked;
