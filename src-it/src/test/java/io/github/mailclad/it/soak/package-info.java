/**
 * Thousands of connections to servers that misbehave at random. They must end in time and leave no
 * resources behind.
 */
@NullMarked
package io.github.mailclad.it.soak;

import org.jspecify.annotations.NullMarked;
