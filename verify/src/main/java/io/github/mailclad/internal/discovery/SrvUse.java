package io.github.mailclad.internal.discovery;

/** The times at which the servers of a domain are looked up. */
public enum SrvUse {
  /** Until one of the servers was connected to. */
  ONCE,
  /** For each connection, as long as the records are signed. */
  FOLLOW_SECURE
}
