package io.github.mailclad.setup;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import java.util.Optional;

/**
 * That a person was warned what a server without TLS means, and wants it (RFC 8314, section 5.1).
 * For one account and server; made by nothing but the person's answer.
 */
public final class CleartextConfigAck {
  private final String account;
  private final ChosenServer.Named server;

  private CleartextConfigAck(String account, ChosenServer.Named server) {
    this.account = account;
    this.server = server;
  }

  static Optional<CleartextConfigAck> from(
      Person person, String account, ChosenServer.Named server) {
    return Asked.of(
        person,
        new Warning.CleartextConfiguration(account, server.service(), server.endpoint()),
        () -> new CleartextConfigAck(account, server));
  }

  /** The account for which it holds. */
  public String account() {
    return account;
  }

  /** The service for which it holds. */
  public MailService service() {
    return server.service();
  }

  /** The server for which it holds. */
  public Endpoint endpoint() {
    return server.endpoint();
  }

  /** The server, for that account. */
  ChosenServer.Named serverFor(String which) {
    if (!which.equals(account)) {
      throw new IllegalArgumentException(
          "the person was asked about " + account + " and not about " + which);
    }
    return server;
  }

  @Override
  public String toString() {
    return "no TLS for " + account + " at " + endpoint();
  }
}
