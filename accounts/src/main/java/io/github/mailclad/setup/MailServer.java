package io.github.mailclad.setup;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;

/**
 * A server of an account for one service.
 *
 * @param service the service, which includes the TLS start
 * @param endpoint host and port
 */
public record MailServer(MailService service, Endpoint endpoint) {

  /**
   * Returns a server as a person names it.
   *
   * @throws IllegalArgumentException if the text is not a host, or the port is out of range; the
   *     message is for the person
   */
  public static MailServer of(MailService service, String host, int port) {
    return new MailServer(
        service, new Endpoint(Host.of(host), port, Endpoint.Provenance.CONFIGURED));
  }

  @Override
  public String toString() {
    return service.srvLabel() + " at " + endpoint;
  }
}
