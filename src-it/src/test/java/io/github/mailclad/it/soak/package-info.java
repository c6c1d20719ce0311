/**
 * Thousands of connections to servers that misbehave at random: they end in time, and leave nothing
 * behind.
 */
@NullMarked
package io.github.mailclad.it.soak;

import org.jspecify.annotations.NullMarked;
