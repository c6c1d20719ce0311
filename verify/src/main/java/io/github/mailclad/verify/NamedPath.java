package io.github.mailclad.verify;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.Identifier;
import io.github.mailclad.Outcome;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.internal.identity.IdentityMatcher;
import io.github.mailclad.internal.identity.PresentedIdentifiers;
import io.github.mailclad.internal.trust.NameKind;
import io.github.mailclad.internal.trust.PathValidator;
import io.github.mailclad.internal.trust.ValidPath;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.PeerText;
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
 * @param names reads the presented identifiers
 * @param references the reference identifiers; empty for any server
 * @param srvNames the requirement for an authority that issues SRV-IDs
 */
record NamedPath(
    PathValidator paths,
    PresentedIdentifiers.Reader names,
    Collection<Identifier> references,
    SrvNames srvNames) {

  /** The requirement for an authority that issues SRV-IDs. */
  enum SrvNames {
    /**
     * A path with constraints for DNS-IDs must have constraints for SRV-IDs (RFC 9525, section
     * 7.6).
     */
    CONSTRAINED,
    /** No requirement beyond a trusted authority. */
    ANY
  }

  /** Returns the verdict; the evidence of an accepted chain is {@link TrustEvidence.Pkix}. */
  Verification verify(List<X509Certificate> chain, Instant now) {
    Outcome<ValidPath> path = paths.validate(chain, now);
    if (path.refusal().isPresent()) {
      return new Verification.Refused(path.refusal().get());
    }
    PresentedIdentifiers presented;
    try {
      presented = names.read(chain.get(0));
    } catch (IOException malformed) {
      return new Verification.Refused(
          new CertificateRefusal.InvalidCertificate(
              CertificateSummary.ofServer(chain.get(0)),
              PeerText.of(String.valueOf(malformed.getMessage()))));
    }
    return named(path.get(), chain.get(0), presented);
  }

  private Verification named(
      ValidPath path, X509Certificate endEntity, PresentedIdentifiers presented) {
    if (references.isEmpty()) {
      return new Verification.Accepted(null, path.evidence());
    }
    Optional<Identifier> matched = IdentityMatcher.match(references, presented);
    if (matched.isEmpty()) {
      return new Verification.Refused(
          new CertificateRefusal.IdentityMismatch(
              List.copyOf(references),
              PeerText.listOf(presented.shown()),
              IdentityMatcher.cause(references, presented)));
    }
    if (srvNames == SrvNames.CONSTRAINED
        && path.constrained().contains(NameKind.DNS)
        && !path.constrained().contains(NameKind.SRV)) {
      return IdentityMatcher.match(
              references.stream().filter(r -> !(r instanceof Identifier.SrvId)).toList(), presented)
          .<Verification>map(other -> new Verification.Accepted(other, path.evidence()))
          .orElseGet(
              () ->
                  new Verification.Refused(
                      new CertificateRefusal.SrvNameUnconstrained(
                          CertificateSummary.ofServer(endEntity), matched.get())));
    }
    return new Verification.Accepted(matched.get(), path.evidence());
  }
}
