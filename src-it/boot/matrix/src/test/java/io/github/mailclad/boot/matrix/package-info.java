/**
 * The suite for Spring Boot as an application is run: each line's executable jar, in a process of
 * its own, on each JDK.
 */
@NullMarked
package io.github.mailclad.boot.matrix;

import org.jspecify.annotations.NullMarked;
