/**
 * Runs the suite for Spring Boot in the executable jar of each line, in a process of its own, on
 * each JDK.
 */
@NullMarked
package io.github.mailclad.boot.matrix;

import org.jspecify.annotations.NullMarked;
