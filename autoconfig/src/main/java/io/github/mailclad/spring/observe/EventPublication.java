package io.github.mailclad.spring.observe;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.spring.AccountListener;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Makes application events of what becomes of connections, for methods with {@code @EventListener}:
 * {@link ConnectionSecured}, {@link ConnectionRefused}, each {@link SecurityEvent} itself (listen
 * to one kind, or to the interface for all), and {@link AccountSecurityEvent} where the entry
 * matters. They are published on the thread that connects: a listener has to be quick, or
 * asynchronous, and what it throws is logged and changes nothing.
 */
public final class EventPublication implements AccountListener {
  private final ApplicationEventPublisher publisher;

  /** Publishes there. */
  public EventPublication(ApplicationEventPublisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public void connected(String entry, ConnectionSecurity security) {
    publisher.publishEvent(new ConnectionSecured(entry, security));
  }

  @Override
  public void refused(String entry, Endpoint endpoint, Refusal refusal) {
    publisher.publishEvent(new ConnectionRefused(entry, endpoint, refusal));
  }

  @Override
  public void happened(String entry, SecurityEvent event) {
    try {
      publisher.publishEvent(event);
    } finally {
      publisher.publishEvent(new AccountSecurityEvent(entry, event));
    }
  }
}
