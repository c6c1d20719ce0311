package io.github.mailclad.setup;

import io.github.mailclad.SecurityEvent;
import io.github.mailclad.discovery.ConfigurationFiles;
import io.github.mailclad.dns.SecureResolver;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The dependencies of an account of {@link MailAccounts}.
 *
 * @param account the login name of the account
 * @param stored its state in the store
 * @param properties the source of its session properties
 * @param resolver the resolver that finds the servers of its domain; null if servers are named
 * @param files the configuration files that are asked for beside records; null for none
 * @param clock the clock by which consents expire
 * @param publisher the publisher of its events
 */
record AccountContext(
    String account,
    StoredAccount stored,
    AccountProperties properties,
    @Nullable SecureResolver resolver,
    @Nullable ConfigurationFiles files,
    Clock clock,
    EventPublisher publisher) {

  /** Publishes an event. The listener can neither change nor stop the operation. */
  void publish(SecurityEvent event) {
    publisher.publish(event);
  }
}
