package io.github.mailclad.spring.observe;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityIndicator;
import java.time.Instant;

/**
 * The application event that an attempt to connect ended. Published on the thread that connects.
 *
 * <pre>
 * class Alerts {
 *   {@literal @}EventListener
 *   void refused(ConnectionRefused event) {
 *     System.err.println(event.entry() + ": " + event.refusal().explain(event.endpoint().toString()));
 *   }
 * }
 * </pre>
 */
public sealed interface ConnectionEvent permits ConnectionSecured, ConnectionRefused {
  /** Returns the name of the account or of the mail sender bean. */
  String entry();

  /** Returns the time at which the attempt ended. */
  Instant at();

  /** Returns the service, TLS start included. */
  MailService service();

  /** Returns the endpoint of the connection, or of the attempt. */
  Endpoint endpoint();

  /** Returns the indicator to show to a person. */
  SecurityIndicator indicator();
}
