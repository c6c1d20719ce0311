package io.github.mailclad.account;

import io.github.mailclad.AccountPin;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stored state of one server of a service of an account. Immutable.
 *
 * @param host the host, in A-labels and lower case, or an IP address
 * @param port 1 to 65535
 * @param established the time when the account first logged in there over a connection that met its
 *     minimum level, or when its set-up was finished; null during the set-up
 * @param seen the last observation of TLS there; null if there was none
 * @param pin the certificate that a person accepted; null for none
 */
public record ServerState(
    String host,
    int port,
    @Nullable Instant established,
    @Nullable Observation seen,
    @Nullable PinnedCertificate pin) {

  /** Refuses an empty or too long host and a port out of range. */
  public ServerState {
    if (host.isEmpty() || host.length() > 255 || port < 1 || port > 65535) {
      throw new IllegalArgumentException("a server has a host and a port");
    }
  }

  // as those of AccountState

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ServerState state
        && host.equals(state.host)
        && port == state.port
        && Objects.equals(established, state.established)
        && Objects.equals(seen, state.seen)
        && Objects.equals(pin, state.pin);
  }

  @Override
  public int hashCode() {
    return host.hashCode() ^ port;
  }

  /** Returns the state of a server without stored state. */
  public static ServerState unknown(String host, int port) {
    return new ServerState(host, port, null, null, null);
  }

  /** Returns the same server with the account established there; the first time is kept. */
  public ServerState established(Instant at) {
    return new ServerState(host, port, established == null ? at : established, seen, pin);
  }

  /** Returns the same server after a new observation; the best values are kept. */
  public ServerState seen(Observation newest) {
    return new ServerState(
        host, port, established, seen == null ? newest : seen.followedBy(newest), pin);
  }

  /** Returns the same server with that certificate accepted; null removes it. */
  public ServerState pin(@Nullable PinnedCertificate accepted) {
    return new ServerState(host, port, established, seen, accepted);
  }

  /**
   * Returns the value of the stored state, by which the least valuable one is removed: an accepted
   * certificate counts most, then an established account, then an observation.
   */
  int worth() {
    return (seen == null ? 0 : 1) + (established == null ? 0 : 2) + (pin == null ? 0 : 4);
  }

  /**
   * A certificate that a person accepted for this account, service and server (RFC 8314, section
   * 5.4).
   *
   * @param certificate its digest
   * @param at the time of the decision
   * @param warning the version of the warning that was shown
   */
  public record PinnedCertificate(AccountPin certificate, Instant at, String warning) {}
}
