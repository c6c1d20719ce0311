/**
 * Explanations of mail configurations: what plain Angus Mail does with the settings of a file, what
 * Mailclad does, the settings that are traps, and the smallest safe change. Nothing is connected
 * to.
 */
@NullMarked
package io.github.mailclad.explain;

import org.jspecify.annotations.NullMarked;
