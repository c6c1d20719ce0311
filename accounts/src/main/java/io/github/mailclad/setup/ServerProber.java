package io.github.mailclad.setup;

import io.github.mailclad.MailService;
import io.github.mailclad.Probe;

/** Connects to servers without credentials. */
@FunctionalInterface
public interface ServerProber {
  /**
   * Connects to a server as an account does that names this server and whose minimum level is
   * {@link io.github.mailclad.ConfidentialityLevel#AUTHENTICATED}.
   *
   * @param service the service, which includes the TLS start
   */
  Probe probe(MailService service, String host, int port);
}
