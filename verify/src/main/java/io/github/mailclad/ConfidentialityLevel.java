package io.github.mailclad;

/**
 * The confidentiality level of a connection (RFC 8314, section 5.2). An account requires a minimum
 * confidentiality level on the same scale. The order of the constants is the order of the scale.
 */
public enum ConfidentialityLevel {
  /** No protection that can be relied on: cleartext, or TLS that was not judged. */
  NONE,
  /**
   * TLS 1.2 or newer, but the server was not verified: a passive listener learns nothing, an active
   * one may.
   */
  ENCRYPTED,
  /** TLS 1.2 or newer to a server that proved its identity. The default minimum. */
  AUTHENTICATED;

  /** Returns whether a connection of this level is good enough for an account with that minimum. */
  public boolean meets(ConfidentialityLevel minimum) {
    return compareTo(minimum) >= 0;
  }
}
