package io.github.mailclad.spring.observe;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityIndicator;
import io.github.mailclad.refusal.Refusal;
import java.time.Instant;

/**
 * The application event that a connection was refused.
 *
 * @param entry the name of the account or of the mail sender bean
 * @param at when it was refused
 * @param service the service, TLS start included
 * @param endpoint where the connection was to go
 * @param refusal why it was refused
 */
public record ConnectionRefused(
    String entry, Instant at, MailService service, Endpoint endpoint, Refusal refusal)
    implements ConnectionEvent {

  /** Nothing was sent, so there is nothing to judge. */
  @Override
  public SecurityIndicator indicator() {
    return SecurityIndicator.UNKNOWN_NOT_CONNECTED;
  }
}
