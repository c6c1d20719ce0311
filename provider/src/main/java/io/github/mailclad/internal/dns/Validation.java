package io.github.mailclad.internal.dns;

/** Who finds out how far DNSSEC vouches for an answer. */
public enum Validation {
  /** This process, from its trust anchors; what servers say of it counts for nothing. */
  LOCAL,
  /**
   * A validating server on this machine, whose AD bit is believed (RFC 4035, section 4.9.3). Which
   * algorithms and keys are good enough is then its decision.
   */
  BY_SERVER
}
