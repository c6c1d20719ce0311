package io.github.mailclad.internal.discovery;

/** When the servers of a domain are looked up. */
public enum SrvUse {
  /** Until one of them was connected to. */
  ONCE,
  /** For each connection, as long as the records are signed. */
  FOLLOW_SECURE
}
