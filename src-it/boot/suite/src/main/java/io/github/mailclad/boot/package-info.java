/**
 * Scenarios of Spring Boot applications with mail. They are compiled once and run on every line of
 * Spring Boot, so they use only types that have the same name in all lines. {@link
 * io.github.mailclad.boot.Suite} runs them in the executable jar of an application.
 */
@NullMarked
package io.github.mailclad.boot;

import org.jspecify.annotations.NullMarked;
