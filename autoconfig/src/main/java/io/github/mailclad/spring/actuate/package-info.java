/**
 * The views for an operator: the endpoint {@code mailclad} and the health of the connections. Needs
 * Spring Boot's actuator on the class path. No class here logs in or shows a secret.
 */
@NullMarked
package io.github.mailclad.spring.actuate;

import org.jspecify.annotations.NullMarked;
