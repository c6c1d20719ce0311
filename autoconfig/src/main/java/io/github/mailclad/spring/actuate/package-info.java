/**
 * What an operator sees: the endpoint {@code mailclad} and the health of the connections. Needs
 * Spring Boot's actuator on the class path. Nothing here logs in anywhere or shows a secret.
 */
@NullMarked
package io.github.mailclad.spring.actuate;

import org.jspecify.annotations.NullMarked;
