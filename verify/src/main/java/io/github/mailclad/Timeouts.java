package io.github.mailclad;

import java.time.Duration;

/**
 * The total times of the steps of a connection. They do not restart with each octet.
 *
 * @param handshake the time from the first octet of TLS to the verdict
 * @param login the time from the verdict to the completed login
 */
public record Timeouts(Duration handshake, Duration login) {
  /** Checks that both are above zero. */
  public Timeouts {
    if (handshake.isNegative() || handshake.isZero()) {
      throw new IllegalArgumentException("the handshake timeout must be positive");
    }
    if (login.isNegative() || login.isZero()) {
      throw new IllegalArgumentException("the login timeout must be positive");
    }
  }

  /** Returns the timeouts of an account that sets none. */
  public static Timeouts defaults() {
    return new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(60));
  }
}
