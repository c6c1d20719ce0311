/**
 * What a Spring Boot application sees of Mailclad beside its mail senders and sessions: its
 * accounts, and who is told what becomes of their connections.
 */
@NullMarked
package io.github.mailclad.spring;

import org.jspecify.annotations.NullMarked;
