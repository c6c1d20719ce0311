/** The mail server for tests in Spring Boot: 3.5, 4.0 and 4.1. */
@NullMarked
package io.github.mailclad.test.spring;

import org.jspecify.annotations.NullMarked;
