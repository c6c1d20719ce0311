package io.github.mailclad.internal.trust;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.internal.trust.WorkCounter.WorkLimitException;
import io.github.mailclad.refusal.CertificateRefusal.InvalidCertificate;
import io.github.mailclad.refusal.PathRefusal.NameConstraint;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A path under the name constraints of its authorities, including the anchor (RFC 5280, section
 * 6.1.3 (b) and (c)). Each name is checked against each authority above it. This gives the same
 * result as the intersections and unions of the RFC.
 */
final class ConstrainedPath {
  private static final int UNCONSTRAINED = -1;

  /** The certificates, with the end-entity first and the anchor last. */
  private final List<X509Certificate> certificates;

  private final Map<Integer, NameConstraints> constraints = new HashMap<>();
  private final Map<Integer, List<SubjectName>> names = new HashMap<>();
  private final Optional<Refusal> defect;

  /**
   * Reads the constraints of a path.
   *
   * @param certificates the end-entity first, the anchor last
   */
  ConstrainedPath(List<X509Certificate> certificates) throws WorkLimitException {
    this.certificates = certificates;
    Optional<Refusal> found = Optional.empty();
    int total = 0;
    for (int i = certificates.size() - 1; i > 0 && found.isEmpty(); i--) {
      try {
        Optional<NameConstraints> read = NameConstraints.of(certificates.get(i));
        if (read.isPresent()) {
          constraints.put(i, read.get());
          total += read.get().size();
          WorkCounter.within(total, WorkCounter.MOST_CONSTRAINTS, "more than %d name constraints");
        }
      } catch (IOException malformed) {
        found = Optional.of(invalid(i, malformed));
      }
    }
    defect = found;
  }

  /** Returns the refusal of the path; empty if every name satisfies the constraints. */
  Optional<Refusal> violation(WorkCounter work) throws WorkLimitException {
    if (defect.isPresent() || constraints.isEmpty()) {
      return defect;
    }
    int highest = constraints.keySet().stream().max(Integer::compare).orElse(UNCONSTRAINED);
    for (int i = highest - 1; i >= 0; i--) {
      if (i > 0 && isSelfIssued(certificates.get(i))) {
        continue;
      }
      try {
        names.put(i, SubjectName.of(certificates.get(i)));
      } catch (IOException malformed) {
        return Optional.of(invalid(i, malformed));
      }
      for (int above = i + 1; above <= highest; above++) {
        NameConstraints constraint = constraints.get(above);
        if (constraint != null) {
          Optional<Refusal> violation = violation(i, above, constraint, work);
          if (violation.isPresent()) {
            return violation;
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Refusal> violation(
      int at, int above, NameConstraints constraint, WorkCounter work) throws WorkLimitException {
    List<SubjectName> all = names.getOrDefault(at, List.of());
    work.comparisons((long) all.size() * constraint.size());
    for (SubjectName name : all) {
      Optional<String> rule = constraint.violation(name);
      if (rule.isPresent()) {
        return Optional.of(
            new NameConstraint(
                CertificateSummary.of(certificates.get(at), at),
                CertificateSummary.of(certificates.get(above), above),
                PeerText.of(name.kind().standardName() + " " + name.shown()),
                PeerText.of(rule.get())));
      }
    }
    return Optional.empty();
  }

  /** Returns the kinds of names for which some authority of the path has permitted subtrees. */
  Set<NameKind> permittedKinds() {
    if (constraints.isEmpty()) {
      return Set.of();
    }
    Set<NameKind> kinds = EnumSet.noneOf(NameKind.class);
    constraints.values().stream()
        .flatMap(c -> c.permitted().stream())
        .map(Subtree::kind)
        .forEach(kinds::add);
    return Set.copyOf(kinds);
  }

  /** Returns whether there are constraints on otherNames and otherNames below them. */
  boolean hasConstrainedOtherNames() {
    if (constraints.isEmpty()) {
      return false;
    }
    boolean constrained =
        constraints.values().stream()
            .flatMap(c -> Stream.concat(c.permitted().stream(), c.excluded().stream()))
            .anyMatch(s -> s.kind() == NameKind.SRV || s.kind() == NameKind.OTHER);
    return constrained
        && names.values().stream()
            .flatMap(List::stream)
            .anyMatch(n -> n.kind() == NameKind.SRV || n.kind() == NameKind.OTHER);
  }

  private Refusal invalid(int at, IOException malformed) {
    return new InvalidCertificate(
        CertificateSummary.of(certificates.get(at), at),
        PeerText.of(malformed.getMessage() + " (RFC 5280, section 4.2.1.10)"));
  }

  static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }
}
