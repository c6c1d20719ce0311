package io.github.mailclad.internal.revocation;

import io.github.mailclad.Outcome;
import io.github.mailclad.RevocationEvidence;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the certificates of a path alone, at any time.
 *
 * @param path the path
 * @param certified its certificates, the end-entity first
 * @param defect the defect in their TLS features; null for none
 * @param demandsStaple whether the end-entity demands a stapled response
 * @param unanswered the evidence if no source says anything about them
 */
record KnownPath(
    TrustEvidence.Pkix path,
    List<PathCertificate> certified,
    @Nullable Refusal defect,
    boolean demandsStaple,
    RevocationEvidence unanswered) {

  static KnownPath of(TrustEvidence.Pkix path) {
    List<PathCertificate> certified = PathCertificate.of(path);
    Outcome<TlsFeatures> features = TlsFeatures.ofEndEntity(certified);
    List<RevocationEvidence.Status> unanswered = new ArrayList<>(certified.size());
    for (PathCertificate each : certified) {
      unanswered.add(new RevocationEvidence.Status(each.certificate(), null, List.of()));
    }
    return new KnownPath(
        path,
        certified,
        features.refusal().orElse(null),
        features.refusal().isEmpty() && features.get().demandStapling(),
        new RevocationEvidence(unanswered));
  }

  /** Returns whether this is about the same certificates. */
  boolean isOf(TrustEvidence.Pkix other) {
    return path.path().equals(other.path()) && path.anchor().equals(other.anchor());
  }
}
