/**
 * Letters and their case, for names that are compared: host names, domain names, and words of
 * protocols.
 */
@NullMarked
package io.github.mailclad.internal.text;

import org.jspecify.annotations.NullMarked;
