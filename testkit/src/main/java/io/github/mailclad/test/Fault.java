package io.github.mailclad.test;

/** What a {@link MailServer} does wrong, so that a test can prove that its program refuses it. */
public enum Fault {
  /** Nothing. */
  NONE,
  /** Its certificate is for another host. Mailclad refuses with the code identity-mismatch. */
  WRONG_NAME,
  /** Its certificate has expired. Mailclad refuses with the code certificate-expired. */
  EXPIRED,
  /** Its certificate is of an authority that is not trusted: untrusted-issuer. */
  UNKNOWN_AUTHORITY,
  /**
   * It has no TLS: plaintext-server where TLS is implicit, starttls-unavailable where it starts by
   * STARTTLS, as if an attacker removed it.
   */
  NO_TLS
}
