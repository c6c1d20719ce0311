package io.github.mailclad.internal.trust;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.TrustPolicy;

/** Where trust anchors come from and what they are, in words for people. */
public final class AnchorNames {
  private AnchorNames() {}

  /**
   * Where the anchors of a session's policy come from, and which authorities they are.
   *
   * @param loaded the anchors that it led to
   */
  public static String of(TrustPolicy policy, TrustAnchors loaded) {
    return policy instanceof TrustPolicy.PlatformAnchors
        ? source(policy)
        : source(policy)
            + " (it contains: "
            + CertificateSummary.subjectsOf(loaded.certificates())
            + ")";
  }

  /** Where the anchors of a session's policy come from. */
  public static String source(TrustPolicy policy) {
    if (policy instanceof TrustPolicy.PlatformAnchors) {
      return policy.toString();
    }
    return policy instanceof TrustPolicy.AnchorFile file
        ? file.location().toString()
        : "mail.<protocol>.security.trust-anchors";
  }
}
