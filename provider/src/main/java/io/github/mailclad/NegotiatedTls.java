package io.github.mailclad;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * What client and server agreed on in a TLS handshake.
 *
 * @param version the TLS version
 * @param cipherSuite the cipher suite, by its registered name
 * @param handshake full or resumed
 * @param missing the safeguards of TLS 1.2 that the server left out, as its ServerHello says;
 *     always empty for TLS 1.3
 */
public record NegotiatedTls(
    TlsVersion version, String cipherSuite, Handshake handshake, Set<TlsSafeguard> missing) {

  /**
   * Whether a TLS handshake verified a new session or resumed one; either way the server was
   * verified for this connection.
   */
  public enum Handshake {
    /** Keys and certificates were exchanged anew. */
    FULL,
    /** An earlier session of the same account and policy was resumed. */
    RESUMED
  }

  /** Copies the safeguards. */
  public NegotiatedTls {
    missing = Set.copyOf(missing);
  }

  @Override
  public String toString() {
    return version.jsseName()
        + " "
        + cipherSuite
        + (handshake == Handshake.RESUMED ? ", resumed" : "")
        + missing.stream()
            .sorted()
            .map(safeguard -> ", without " + safeguard)
            .collect(Collectors.joining());
  }
}
