package io.github.mailclad;

/**
 * How well a connection keeps its content from others; the scale of the minimum confidentiality
 * level that an account requires (RFC 8314, section 5.2). The order of the constants is the order
 * of the scale.
 */
public enum ConfidentialityLevel {
  /** Nothing can be relied on: cleartext, or TLS that was not judged. */
  NONE,
  /**
   * TLS 1.2 or newer, but nobody vouched for the server: a passive listener learns nothing, an
   * active one may.
   */
  ENCRYPTED,
  /** TLS 1.2 or newer to a server that proved to be the one that was meant. The default minimum. */
  AUTHENTICATED;

  /** Tells whether a connection of this level is good enough for an account with that minimum. */
  public boolean meets(ConfidentialityLevel minimum) {
    return compareTo(minimum) >= 0;
  }
}
