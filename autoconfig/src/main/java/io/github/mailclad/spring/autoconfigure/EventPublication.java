package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.spring.AccountListener;
import io.github.mailclad.spring.observe.AccountSecurityEvent;
import io.github.mailclad.spring.observe.ConnectionEvent;
import io.github.mailclad.spring.observe.ConnectionRefused;
import io.github.mailclad.spring.observe.ConnectionSecured;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes application events for methods with {@code @EventListener}: each {@link
 * ConnectionEvent}, each {@link SecurityEvent} itself (listen to one kind, or to the interface for
 * all), and {@link AccountSecurityEvent} for listeners that need the entry. They are published on
 * the thread that connects, so a listener has to be quick, or asynchronous. Its exceptions are
 * logged and change nothing.
 */
final class EventPublication implements AccountListener {
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  /** Creates a listener that publishes to that publisher. */
  EventPublication(ApplicationEventPublisher publisher, Clock clock) {
    this.publisher = publisher;
    this.clock = clock;
  }

  @Override
  public SecurityListener of(String entry) {
    return new SecurityListener() {
      @Override
      public void onConnected(ConnectionSecurity security) {
        publisher.publishEvent(new ConnectionSecured(entry, clock.instant(), security));
      }

      @Override
      public void onRefused(MailService service, Endpoint endpoint, Refusal refusal) {
        publisher.publishEvent(
            new ConnectionRefused(entry, clock.instant(), service, endpoint, refusal));
      }

      @Override
      public void onSecurityEvent(SecurityEvent event) {
        try {
          publisher.publishEvent(event);
        } finally {
          publisher.publishEvent(new AccountSecurityEvent(entry, event));
        }
      }
    };
  }
}
