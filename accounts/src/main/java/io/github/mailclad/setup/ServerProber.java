package io.github.mailclad.setup;

import io.github.mailclad.MailService;
import io.github.mailclad.Probe;

/** Connects to servers without credentials. */
@FunctionalInterface
public interface ServerProber {
  /**
   * Connects to a server as an account does whose minimum level is {@link
   * io.github.mailclad.ConfidentialityLevel#AUTHENTICATED}, and which names that server.
   *
   * @param service the service, which says how TLS starts
   */
  Probe probe(MailService service, String host, int port);
}
