package io.github.mailclad.internal.trust;

import io.github.mailclad.TrustEvidence;
import java.util.Set;

/**
 * A valid certification path.
 *
 * @param evidence the path and its anchor
 * @param constrained the kinds of names for which some authority of the path has permitted subtrees
 */
public record ValidPath(TrustEvidence.Pkix evidence, Set<NameKind> constrained) {
  public ValidPath {
    constrained = Set.copyOf(constrained);
  }
}
