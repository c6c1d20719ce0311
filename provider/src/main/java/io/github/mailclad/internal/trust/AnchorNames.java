package io.github.mailclad.internal.trust;

import io.github.mailclad.AnchorSource;
import io.github.mailclad.CertificateSummary;

/** Texts for people about the source of trust anchors and their authorities. */
public final class AnchorNames {
  private AnchorNames() {}

  /**
   * Returns the source of the anchors of a session's policy, and the names of the authorities.
   *
   * @param loaded the anchors that were loaded from the source
   */
  public static String of(AnchorSource policy, TrustAnchors loaded) {
    return policy instanceof AnchorSource.PlatformAnchors
        ? source(policy)
        : source(policy)
            + " (it contains: "
            + CertificateSummary.subjectsOf(loaded.certificates())
            + ")";
  }

  /** Returns the source of the anchors of a session's policy. */
  public static String source(AnchorSource policy) {
    if (policy instanceof AnchorSource.PlatformAnchors) {
      return policy.toString();
    }
    return policy instanceof AnchorSource.AnchorFile file
        ? file.location().toString()
        : "mail.<protocol>.security.trust-anchors";
  }
}
