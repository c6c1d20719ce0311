/**
 * The last known results of an application's connections, and application events of them. Knows
 * neither Spring Boot's actuator nor Micrometer.
 */
@NullMarked
package io.github.mailclad.spring.observe;

import org.jspecify.annotations.NullMarked;
