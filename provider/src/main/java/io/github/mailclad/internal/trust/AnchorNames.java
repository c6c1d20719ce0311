package io.github.mailclad.internal.trust;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.CertificateSummary;

/** Where trust anchors come from and what they are, in words for people. */
public final class AnchorNames {
  private AnchorNames() {}

  /**
   * Where the anchors of a session's policy come from, and which authorities they are.
   *
   * @param loaded the anchors that it led to
   */
  public static String of(AnchorSource policy, TrustAnchors loaded) {
    return policy instanceof AnchorSource.PlatformAnchors
        ? source(policy)
        : source(policy)
            + " (it contains: "
            + CertificateSummary.subjectsOf(loaded.certificates())
            + ")";
  }

  /** Where the anchors of a session's policy come from. */
  public static String source(AnchorSource policy) {
    if (policy instanceof AnchorSource.PlatformAnchors) {
      return policy.toString();
    }
    return policy instanceof AnchorSource.AnchorFile file
        ? file.location().toString()
        : "mail.<protocol>.security.trust-anchors";
  }
}
