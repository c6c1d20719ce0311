package io.github.mailclad.verify;

import io.github.mailclad.Identifier;
import io.github.mailclad.Refusal;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.internal.identity.IdentityMatcher;
import io.github.mailclad.internal.identity.PresentedIdentifiers;
import io.github.mailclad.internal.trust.PathValidator;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A certification path to one of these anchors, and then, only if there is one, a reference
 * identifier in the end-entity certificate.
 *
 * @param paths the anchors
 * @param references the reference identifiers; none for anyone
 */
record NamedPath(PathValidator paths, Collection<Identifier> references) {

  /** The verdict; the evidence of an accepted one is {@link TrustEvidence.Pkix}. */
  Verification judge(List<X509Certificate> chain, Instant now) {
    PathValidator.Result path = paths.validate(chain, now);
    if (path instanceof PathValidator.Result.Invalid invalid) {
      return new Verification.Refused(invalid.refusal());
    }
    PresentedIdentifiers names;
    try {
      names = PresentedIdentifiers.of(chain.get(0));
    } catch (IOException malformed) {
      return new Verification.Refused(
          new Refusal.InvalidCertificate(
              chain.get(0).getSubjectX500Principal().getName(),
              String.valueOf(malformed.getMessage())));
    }
    Optional<Identifier> matched = IdentityMatcher.match(references, names);
    return matched.isEmpty() && !references.isEmpty()
        ? new Verification.Refused(
            new Refusal.IdentityMismatch(
                List.copyOf(references), names.shown(), IdentityMatcher.cause(references, names)))
        : new Verification.Accepted(
            matched.orElse(null), ((PathValidator.Result.Valid) path).evidence());
  }
}
