package io.github.mailclad.internal.discovery;

/** Why a target of SRV records may be connected to; where there is no reason, it may not. */
public enum Acceptance {
  /** The records are Secure, so the domain's owner named the target (RFC 7673, section 3.1). */
  SIGNED,
  /**
   * Nothing signs the records, and the target is in the domain (RFC 6186, section 6). Whoever
   * forged them could have chosen among the hosts there, so the target's own name proves nothing.
   */
  IN_DOMAIN,
  /** Nothing signs the records, and a person said that this is the right server. */
  CONFIRMED;

  /** Whether a certificate for the target's own name shows that the right server was reached. */
  public boolean vouchesForTheName() {
    return this != IN_DOMAIN;
  }
}
