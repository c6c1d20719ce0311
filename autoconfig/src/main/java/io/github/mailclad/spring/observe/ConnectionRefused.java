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
 * @param at the time of the refusal
 * @param service the service, TLS start included
 * @param endpoint the endpoint of the attempt
 * @param refusal the reason
 */
public record ConnectionRefused(
    String entry, Instant at, MailService service, Endpoint endpoint, Refusal refusal)
    implements ConnectionEvent {

  /**
   * Returns the indicator for a refused attempt: nothing was sent, so there is nothing to judge.
   */
  @Override
  public SecurityIndicator indicator() {
    return SecurityIndicator.UNKNOWN_NOT_CONNECTED;
  }
}
