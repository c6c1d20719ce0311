package io.github.mailclad;

/**
 * A protection of TLS 1.2 that a client asks for and a server may leave out; the Java platform
 * continues without it unless a switch for the whole process forbids that. TLS 1.3 has both by
 * design.
 */
public enum TlsSafeguard {
  /**
   * The {@code renegotiation_info} extension: an attacker cannot insert a handshake before this one
   * (RFC 5746; RFC 9325, section 3.5).
   */
  SECURE_RENEGOTIATION("secure renegotiation (RFC 5746)"),
  /**
   * The {@code extended_master_secret} extension: the keys belong to this handshake and no other
   * (RFC 7627; RFC 9325, section 3.5).
   */
  EXTENDED_MASTER_SECRET("extended master secret (RFC 7627)");

  private final String text;

  TlsSafeguard(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
