package io.github.mailclad.internal.dane;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What the certificate of a named authority says about itself, and a path validator that takes its
 * anchors for names with keys does not heed (RFC 7671, section 5.2).
 */
public final class AuthorityRules {
  private static final int KEY_CERT_SIGN = 5;

  private AuthorityRules() {}

  /** Whether the certificate is valid now and may sign others; version 1 cannot say that. */
  static boolean mayIssue(X509Certificate authority, Instant now) {
    boolean[] usage = authority.getKeyUsage();
    return !now.isBefore(authority.getNotBefore().toInstant())
        && !now.isAfter(authority.getNotAfter().toInstant())
        && (authority.getVersion() == 1 || authority.getBasicConstraints() >= 0)
        && (usage == null || usage[KEY_CERT_SIGN])
        && KeyStrength.weakness(authority.getPublicKey()).isEmpty();
  }

  /**
   * Whether the pathLenConstraint of the authority allows that path below it (RFC 5280, section
   * 4.2.1.9).
   *
   * @param path the certificates from the end-entity up to, without, the authority
   */
  public static boolean mayEnd(List<X509Certificate> path, X509Certificate authority) {
    long between =
        path.stream()
            .skip(1)
            .filter(c -> !c.getSubjectX500Principal().equals(c.getIssuerX500Principal()))
            .count();
    return authority.getVersion() == 1 || between <= authority.getBasicConstraints();
  }
}
