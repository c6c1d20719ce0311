/**
 * Scenarios of Spring Boot applications with mail, compiled once and run on every line of Spring
 * Boot: everything that is named here stands at the same place in all of them. {@link
 * io.github.mailclad.boot.Suite} runs them in the executable jar of an application.
 */
@NullMarked
package io.github.mailclad.boot;

import org.jspecify.annotations.NullMarked;
