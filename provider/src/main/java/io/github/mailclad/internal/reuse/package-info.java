/**
 * Open submission sessions between two transports: which connection the next transport may use, and
 * for how long. Nothing is sent here except {@code QUIT}.
 */
@NullMarked
package io.github.mailclad.internal.reuse;

import org.jspecify.annotations.NullMarked;
