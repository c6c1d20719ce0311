/**
 * The auto-configuration of Mailclad. It turns the application's mail configuration into sessions,
 * senders and an account store, or into a start-up failure that names the settings to change.
 */
@NullMarked
package io.github.mailclad.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
