package io.github.mailclad.internal.revocation;

import java.math.BigInteger;
import java.security.cert.CRLReason;

/** The reason codes of revocation (RFC 5280, section 5.3.1). */
enum RevocationReason {
  UNSPECIFIED("unspecified"),
  KEY_COMPROMISE("keyCompromise"),
  CA_COMPROMISE("cACompromise"),
  AFFILIATION_CHANGED("affiliationChanged"),
  SUPERSEDED("superseded"),
  CESSATION_OF_OPERATION("cessationOfOperation"),
  CERTIFICATE_HOLD("certificateHold"),
  UNUSED("unused"),
  REMOVE_FROM_CRL("removeFromCRL"),
  PRIVILEGE_WITHDRAWN("privilegeWithdrawn"),
  AA_COMPROMISE("aACompromise");

  private final String term;

  RevocationReason(String term) {
    this.term = term;
  }

  /** Returns the reason of a code; an unknown code is unspecified. */
  static RevocationReason of(BigInteger code) {
    RevocationReason[] all = values();
    return code.signum() >= 0 && code.compareTo(BigInteger.valueOf(all.length)) < 0
        ? all[code.intValue()]
        : UNSPECIFIED;
  }

  /** Returns the reason for the platform's constant, which has the same name. */
  static RevocationReason of(CRLReason reason) {
    return valueOf(reason.name());
  }

  @Override
  public String toString() {
    return term;
  }
}
