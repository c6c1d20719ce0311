/**
 * Auto-configuration of Mailclad: turns the application's mail configuration into sessions, senders
 * and an account store, or into a start-up failure that says what to set instead.
 */
@NullMarked
package io.github.mailclad.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
