package io.github.mailclad.setup;

import io.github.mailclad.SecurityEvent;
import io.github.mailclad.dns.SecureResolver;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What an account of {@link MailAccounts} works with.
 *
 * @param account the name with which it logs in
 * @param stored its state in the store
 * @param properties makes its session properties
 * @param resolver finds the servers of its domain; null if servers are named
 * @param clock decides when consents expire
 * @param publisher receives its events
 */
record AccountContext(
    String account,
    StoredAccount stored,
    AccountProperties properties,
    @Nullable SecureResolver resolver,
    Clock clock,
    EventPublisher publisher) {

  /** Publishes an event; the listener can neither change nor stop what happens next. */
  void publish(SecurityEvent event) {
    publisher.publish(event);
  }
}
