package io.github.mailclad.internal.memory;

import io.github.mailclad.TlsStart;
import io.github.mailclad.refusal.Refusal;
import java.util.Set;

/**
 * What a refusal means for an account that got further at the same server before: TLS is gone, the
 * server's proof is gone, or neither. Without data.
 */
public enum Regression {
  /** The server does not speak TLS, or somebody on the way does not let it. */
  TLS_DISAPPEARED(Set.of("starttls-unavailable", "plaintext-server", "preauth-before-tls")),
  /** There is TLS, but the server does not prove who it is. */
  VALIDATION_REGRESSED(
      Set.of(
          "identity-mismatch",
          "srv-name-unconstrained",
          "untrusted-issuer",
          "self-signed",
          "missing-intermediate",
          "inspected-connection",
          "broken-signature",
          "certificate-expired",
          "certificate-not-yet-valid",
          "weak-certificate",
          "invalid-certificate",
          "key-usage",
          "path-length",
          "name-constraint",
          "too-much-work",
          "no-certificate",
          "pin-mismatch",
          "revoked",
          "must-staple",
          "revocation-unknown",
          "dane-mismatch",
          "dane-unusable",
          "dane-absent")),
  /** Something else, which says nothing about what the server can do. */
  NEITHER(Set.of());

  @SuppressWarnings("ImmutableEnumChecker") // Set.of does not change
  private final Set<String> codes;

  Regression(Set<String> codes) {
    this.codes = codes;
  }

  /**
   * How TLS was to start where that refusal says that there is none; an account that was changed
   * from one TLS start to the other misses nothing.
   */
  static TlsStart startOf(Refusal tlsDisappeared) {
    return tlsDisappeared.code().equals("plaintext-server") ? TlsStart.IMPLICIT : TlsStart.STARTTLS;
  }

  /** What that refusal means. */
  public static Regression of(Refusal refusal) {
    for (Regression meaning : values()) {
      if (meaning.codes.contains(refusal.code())) {
        return meaning;
      }
    }
    return NEITHER;
  }
}
