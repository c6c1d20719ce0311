package io.github.mailclad.account;

import io.github.mailclad.AccountPin;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one server of a service of an account. Immutable.
 *
 * @param host the host, in A-labels and lower case, or an IP address
 * @param port 1 to 65535
 * @param established when the account first logged in there over a connection that met its minimum
 *     level, or its set-up was finished; null as long as it is being set up
 * @param seen what TLS once was like there; null if it never was
 * @param pin the certificate that a person accepted; null for none
 */
public record ServerState(
    String host,
    int port,
    @Nullable Instant established,
    @Nullable Sighting seen,
    @Nullable PinnedCertificate pin) {

  /** Refuses what is no place of a server. */
  public ServerState {
    if (host.isEmpty() || host.length() > 255 || port < 1 || port > 65535) {
      throw new IllegalArgumentException("no server is there");
    }
  }

  /** A server of which nothing is known. */
  public static ServerState unknown(String host, int port) {
    return new ServerState(host, port, null, null, null);
  }

  /** The same server, with the account established there; once it is, it stays so. */
  public ServerState established(Instant at) {
    return new ServerState(host, port, established == null ? at : established, seen, pin);
  }

  /** The same server after that was seen; what was once reached is kept. */
  public ServerState seen(Sighting newest) {
    return new ServerState(
        host, port, established, seen == null ? newest : seen.followedBy(newest), pin);
  }

  /** The same server with that certificate accepted; null takes it back. */
  public ServerState pin(@Nullable PinnedCertificate accepted) {
    return new ServerState(host, port, established, seen, accepted);
  }

  /** What would be lost with it: nothing much, a memory, a person's decision. */
  int worth() {
    return (seen == null ? 0 : 1) + (established == null ? 0 : 2) + (pin == null ? 0 : 4);
  }

  /**
   * A certificate that a person accepted for this account, service and server (RFC 8314, section
   * 5.4).
   *
   * @param certificate its digest
   * @param at when
   * @param warning the version of the warning that was shown
   */
  public record PinnedCertificate(AccountPin certificate, Instant at, String warning) {}
}
