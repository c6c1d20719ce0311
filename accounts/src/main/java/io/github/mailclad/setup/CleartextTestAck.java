package io.github.mailclad.setup;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * That a person was warned that the password may be read when it is tried below the minimum level,
 * and wants it tried (RFC 8314, section 5.1). For one account and server, for one test within five
 * minutes; made by nothing but the person's answer. Thread-safe.
 */
public final class CleartextTestAck {
  private static final Duration VALID = Duration.ofMinutes(5);

  private final String account;
  private final ChosenServer.Named server;
  private final Instant at;
  private final AtomicBoolean spent = new AtomicBoolean();

  private CleartextTestAck(String account, ChosenServer.Named server, Instant at) {
    this.account = account;
    this.server = server;
    this.at = at;
  }

  static Optional<CleartextTestAck> from(
      Person person, String account, ChosenServer.Named server, Clock clock) {
    return Asked.of(
        person,
        new Warning.CleartextTest(account, server.service(), server.endpoint()),
        () -> new CleartextTestAck(account, server, clock.instant()));
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

  /** Whether it is for that account and server and still holds at that time. */
  boolean covers(String which, ChosenServer where, Instant now) {
    return which.equals(account)
        && where.equals(server)
        && !spent.get()
        && !now.isBefore(at)
        && !now.isAfter(at.plus(VALID));
  }

  /** Takes it, once; whether it was still there to take. */
  boolean spend() {
    return spent.compareAndSet(false, true);
  }

  @Override
  public String toString() {
    return "a test without protection of " + account + " at " + endpoint();
  }
}
