package io.github.mailclad.internal.trust;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.Outcome;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.internal.trust.PathSearch.Path;
import io.github.mailclad.internal.trust.WorkCounter.WorkLimitException;
import io.github.mailclad.refusal.CertificateRefusal.InvalidCertificate;
import io.github.mailclad.refusal.CertificateRefusal.UnsupportedAlgorithm;
import io.github.mailclad.refusal.PathRefusal.PathLength;
import io.github.mailclad.refusal.PathRefusal.TooMuchWork;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A validation of one chain, first by our rules and then by the platform's. Not thread-safe. */
final class PathValidation implements PathSearch.Criteria {
  private final List<X509Certificate> presented;
  private final Instant now;
  private final WorkCounter work;
  private final Authorities known;
  private final int longestPath;
  private final String anchorsName;
  private final Validity validity;
  private final CertificateRules rules;
  private Optional<Refusal> firstObjection = Optional.empty();
  private Set<NameKind> permittedKinds = Set.of();

  /**
   * Creates a validation.
   *
   * @param presented the certificates; the certificate that the path is for comes first
   * @param now the instant, in whole seconds
   * @param longestPath the largest number of authorities, self-issued ones not counted
   * @param anchorsName the source of the anchors, in words for people
   */
  PathValidation(
      List<X509Certificate> presented,
      Instant now,
      WorkCounter work,
      Authorities known,
      int longestPath,
      String anchorsName) {
    this.presented = presented;
    this.now = now;
    this.work = work;
    this.known = known;
    this.longestPath = longestPath;
    this.anchorsName = anchorsName;
    this.validity = new Validity(now, presented);
    this.rules = new CertificateRules(validity);
  }

  /**
   * Returns the path of a server. A server certificate that is an authority's is refused only after
   * all other checks.
   */
  Outcome<ValidPath> ofServer() {
    X509Certificate leaf = presented.get(0);
    if (known.isAnchor(leaf)) {
      return alone(leaf, rules.trustedEndEntity(leaf));
    }
    Outcome<ValidPath> path = through(rules.endEntity(leaf));
    Optional<Refusal> authority =
        path.refusal().isPresent() ? Optional.empty() : rules.authorityAsServer(leaf);
    return authority.isPresent() ? Outcome.refused(authority.get()) : path;
  }

  /** Returns the path of a server whose certificate is that of an authority, but not an anchor. */
  Outcome<ValidPath> ofAuthority() {
    X509Certificate leaf = presented.get(0);
    return known.isAnchor(leaf) || rules.authorityAsServer(leaf).isEmpty()
        ? Outcome.refused(
            new InvalidCertificate(
                CertificateSummary.ofServer(leaf),
                PeerText.of("it is not the certificate of an authority")))
        : through(rules.endEntity(leaf));
  }

  /** Returns the path of a key that signs revocation lists. */
  Outcome<ValidPath> ofCrlSigner() {
    X509Certificate signer = presented.get(0);
    // the signature of an anchor on itself proves nothing, but is checked all the same
    Optional<Refusal> defect = rules.crlSigner(signer);
    return known.isAnchor(signer) ? alone(signer, defect) : through(defect);
  }

  /** Returns a path, unless the end-entity itself has a defect. */
  private Outcome<ValidPath> through(Optional<Refusal> defect) {
    if (defect.isPresent()) {
      return Outcome.refused(defect.get());
    }
    PathSearch search = new PathSearch(presented, known, validity, work);
    try {
      Optional<Path> found = search.find(this);
      if (found.isPresent()) {
        Path path = found.get();
        return Outcome.of(
            new ValidPath(
                new TrustEvidence.Pkix(path.certificates(), path.anchor().certificate()),
                permittedKinds));
      }
      return Outcome.refused(firstObjection.isPresent() ? firstObjection.get() : explained(search));
    } catch (WorkLimitException e) {
      // the defect of a complete path explains more than the limit
      return Outcome.refused(firstObjection.orElseGet(() -> new TooMuchWork(e.limit())));
    }
  }

  private static Outcome<ValidPath> alone(X509Certificate leaf, Optional<Refusal> defect) {
    return defect.isPresent()
        ? Outcome.refused(defect.get())
        : Outcome.of(new ValidPath(new TrustEvidence.Pkix(List.of(leaf), leaf), Set.of()));
  }

  /**
   * Returns the first defect in the likeliest path that fits by names and signatures. If there is
   * no such path, returns the refusal that no trust anchor was reached.
   */
  private Refusal explained(PathSearch search) throws WorkLimitException {
    return search
        .findFitting()
        .flatMap(this::firstDefect)
        .or(() -> unsupported(search.longest()))
        .orElseGet(
            () ->
                new UntrustedChain(
                        search.longest(), search.brokenSignature(), known.anchors(), anchorsName)
                    .refusal());
  }

  /** Returns a refusal if the path ended at a signature that this platform cannot verify. */
  private Optional<Refusal> unsupported(List<X509Certificate> path) {
    int last = path.size() - 1;
    return last == 0
        ? Optional.empty()
        : objection(path.subList(0, last), Authority.intermediate(path.get(last)))
            .filter(UnsupportedAlgorithm.class::isInstance);
  }

  private Optional<Refusal> firstDefect(Path path) {
    List<X509Certificate> below = path.certificates();
    Optional<Refusal> first = Optional.empty();
    for (int i = 1; i < below.size() && first.isEmpty(); i++) {
      first = objection(below.subList(0, i), Authority.intermediate(below.get(i)));
    }
    return first.or(() -> objection(below, path.anchor()));
  }

  @Override
  public Optional<Refusal> objection(List<X509Certificate> below, Authority issuer) {
    X509Certificate certificate = issuer.certificate();
    int position = below.size();
    Optional<Refusal> found =
        issuer.isAnchor()
            ? rules.anchor(certificate, position)
            : rules.intermediate(certificate, position);
    return found.isPresent() ? found : pathLength(below, issuer);
  }

  private Optional<Refusal> pathLength(List<X509Certificate> below, Authority issuer) {
    X509Certificate certificate = issuer.certificate();
    int between = authorities(below.subList(1, below.size()));
    int allowed = certificate.getVersion() == 1 ? between : certificate.getBasicConstraints();
    if (between > allowed) {
      return Optional.of(
          new PathLength(CertificateSummary.of(certificate, below.size()), allowed, "one of them"));
    }
    return between > longestPath
        ? Optional.of(
            new PathLength(CertificateSummary.ofServer(below.get(0)), longestPath, "this account"))
        : Optional.empty();
  }

  /** Returns the number of certificates that count towards the length of a path. */
  static int authorities(List<X509Certificate> certificates) {
    int count = 0;
    for (X509Certificate certificate : certificates) {
      count += ConstrainedPath.isSelfIssued(certificate) ? 0 : 1;
    }
    return count;
  }

  @Override
  public Optional<Refusal> objection(Path path) throws WorkLimitException {
    Set<String> present = new HashSet<>();
    for (X509Certificate certificate : path.certificates()) {
      present.addAll(rules.extensions(certificate));
    }
    present.addAll(rules.extensions(path.anchor().certificate()));
    ConstrainedPath names =
        new ConstrainedPath(present.contains(NameConstraints.OID) ? path.whole() : List.of());
    Optional<Refusal> found = names.violation(work);
    if (found.isEmpty()) {
      TrustAnchor anchor = Objects.requireNonNull(path.anchor().anchor());
      found = PlatformValidation.refusal(path.certificates(), anchor, names, present, now);
    }
    permittedKinds = names.permittedKinds();
    firstObjection = firstObjection.isPresent() ? firstObjection : found;
    return found;
  }
}
