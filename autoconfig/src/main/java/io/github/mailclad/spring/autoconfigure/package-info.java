/**
 * Auto-configuration of Mailclad: what the application's configuration says of mail becomes
 * sessions, senders and an account store, or a start-up failure that tells what to set instead.
 */
@NullMarked
package io.github.mailclad.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
