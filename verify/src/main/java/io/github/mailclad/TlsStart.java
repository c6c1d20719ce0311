package io.github.mailclad;

/** The way in which TLS begins on a connection (RFC 8314, section 3). */
public enum TlsStart {
  /** Implicit TLS: the handshake is the first thing on the connection. */
  IMPLICIT,
  /** STARTTLS: a short exchange in the clear, then the handshake, always required. */
  STARTTLS
}
