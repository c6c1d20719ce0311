/**
 * The API for Spring Boot applications beside their mail senders and sessions: accounts, and
 * listeners to their connections.
 */
@NullMarked
package io.github.mailclad.spring;

import org.jspecify.annotations.NullMarked;
