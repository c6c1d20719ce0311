/**
 * Text: the case of letters in names that are compared, text of a peer that is printed, and keys of
 * settings inside sentences.
 */
@NullMarked
package io.github.mailclad.internal.text;

import org.jspecify.annotations.NullMarked;
