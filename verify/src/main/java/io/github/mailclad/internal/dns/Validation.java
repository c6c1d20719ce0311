package io.github.mailclad.internal.dns;

/** The place of DNSSEC validation. */
public enum Validation {
  /** Validation in this process, from its trust anchors; the AD bit of servers is ignored. */
  LOCAL,
  /**
   * Validation by a server on this machine, whose AD bit is believed (RFC 4035, section 4.9.3). The
   * server then decides which algorithms and keys are strong enough.
   */
  BY_SERVER
}
