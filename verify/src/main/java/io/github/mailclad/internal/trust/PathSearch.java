package io.github.mailclad.internal.trust;

import io.github.mailclad.internal.trust.WorkCounter.WorkLimitException;
import io.github.mailclad.refusal.Refusal;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A depth-first search for a path from an end-entity to a trust anchor, over the presented and the
 * configured certificates. A candidate issuer has the issuer name of the certificate, and its key
 * verifies the certificate's signature. The likeliest candidates are tried first, each signature is
 * verified once, no entity occurs twice in a path, and all work is counted. Not thread-safe; use
 * one for each validation.
 */
final class PathSearch {
  private final List<X509Certificate> presented;
  private final Authorities known;
  private final Validity validity;
  private final WorkCounter work;

  /**
   * The results of verified signatures, by the signed certificate and the key. Of equal candidates,
   * a search follows one object only.
   */
  private final IdentityHashMap<X509Certificate, Map<PublicKey, Boolean>> signatures =
      new IdentityHashMap<>();

  private List<X509Certificate> longest;
  private Optional<X509Certificate> brokenSignature = Optional.empty();

  /**
   * A path whose names and signatures match.
   *
   * @param certificates the end-entity first, without the anchor
   */
  record Path(List<X509Certificate> certificates, Authority anchor) {
    Path {
      certificates = List.copyOf(certificates);
    }

    /** Returns all certificates, with the end-entity first and the anchor last. */
    List<X509Certificate> whole() {
      return Stream.concat(certificates.stream(), Stream.of(anchor.certificate())).toList();
    }
  }

  /** The criteria for the path to find. */
  interface Criteria {
    /** Returns the objection to adding an authority above a path; empty if it is worth trying. */
    Optional<Refusal> objection(List<X509Certificate> below, Authority issuer);

    /**
     * Returns the objection to a path that reached an anchor; the search then continues. Empty if
     * the path is accepted.
     */
    Optional<Refusal> objection(Path path) throws WorkLimitException;
  }

  /**
   * Creates a search.
   *
   * @param presented the certificates that the server presented, the end-entity first
   */
  PathSearch(
      List<X509Certificate> presented, Authorities known, Validity validity, WorkCounter work) {
    this.presented = presented;
    this.known = known;
    this.validity = validity;
    this.work = work;
    this.longest = List.of(presented.get(0));
  }

  /** Returns the first path that satisfies the criteria; empty if there is no such path. */
  Optional<Path> find(Criteria criteria) throws WorkLimitException {
    return extend(new ArrayList<>(presented.subList(0, 1)), criteria);
  }

  /**
   * Returns the likeliest path whose names and signatures match, with any other defect; empty if
   * there is no such path. It serves to explain a refusal, and is never accepted.
   */
  Optional<Path> findFitting() throws WorkLimitException {
    return find(
        new Criteria() {
          @Override
          public Optional<Refusal> objection(List<X509Certificate> below, Authority issuer) {
            return Optional.empty();
          }

          @Override
          public Optional<Refusal> objection(Path path) {
            return Optional.empty();
          }
        });
  }

  /** Returns the longest path that any search followed, whether or not it led to an anchor. */
  List<X509Certificate> longest() {
    return longest;
  }

  /**
   * Returns a certificate that its issuer did not sign, although the key identifiers match too;
   * empty for none.
   */
  Optional<X509Certificate> brokenSignature() {
    return brokenSignature;
  }

  private Optional<Path> extend(List<X509Certificate> path, Criteria criteria)
      throws WorkLimitException {
    if (path.size() > longest.size()) {
      longest = List.copyOf(path);
    }
    X509Certificate last = path.get(path.size() - 1);
    for (Authority issuer : issuers(last)) {
      work.step();
      if (isIn(path, issuer)
          || criteria.objection(path, issuer).isPresent()
          || !isSignedBy(last, issuer)) {
        continue;
      }
      Optional<Path> found =
          issuer.isAnchor()
              ? accepted(new Path(path, issuer), criteria)
              : through(issuer, path, criteria);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static boolean isIn(List<X509Certificate> path, Authority issuer) {
    for (X509Certificate certificate : path) {
      if (issuer.isEntityOf(certificate)) {
        return true;
      }
    }
    return false;
  }

  private Optional<Path> accepted(Path path, Criteria criteria) throws WorkLimitException {
    work.path();
    return criteria.objection(path).isPresent() ? Optional.empty() : Optional.of(path);
  }

  private Optional<Path> through(Authority issuer, List<X509Certificate> path, Criteria criteria)
      throws WorkLimitException {
    if (path.size() > WorkCounter.LONGEST_PATH) {
      return Optional.empty();
    }
    path.add(issuer.certificate());
    Optional<Path> found = extend(path, criteria);
    path.remove(path.size() - 1);
    return found;
  }

  /** Returns the possible issuers of a certificate, the likeliest first. */
  private List<Authority> issuers(X509Certificate issued) {
    List<Authority> found = new ArrayList<>(known.named(issued.getIssuerX500Principal()));
    for (X509Certificate candidate : presented.subList(1, presented.size())) {
      if (candidate.getSubjectX500Principal().equals(issued.getIssuerX500Principal())
          && !isKnown(candidate, found)) {
        found.add(Authority.intermediate(candidate));
      }
    }
    if (found.size() > 1) {
      Map<Authority, Authority.Fit> fits = new HashMap<>();
      for (Authority each : found) {
        fits.put(each, each.fits(issued));
      }
      // anchors come first already, and the sort is stable
      Comparator<Authority> likelier =
          Comparator.comparing((Authority a) -> fits.getOrDefault(a, Authority.Fit.UNKNOWN))
              .thenComparing(a -> !validity.includes(a.certificate()));
      found.sort(likelier);
    }
    return found;
  }

  private static boolean isKnown(X509Certificate candidate, List<Authority> known) {
    for (Authority each : known) {
      if (each.certificate().equals(candidate)) {
        return true;
      }
    }
    return false;
  }

  private boolean isSignedBy(X509Certificate issued, Authority issuer) throws WorkLimitException {
    PublicKey key = issuer.certificate().getPublicKey();
    Map<PublicKey, Boolean> results = signatures.get(issued);
    if (results == null) {
      results = new HashMap<>();
      signatures.put(issued, results);
    }
    Boolean known = results.get(key);
    if (known != null) {
      return known;
    }
    boolean verified = isSignedBy(issued, key);
    results.put(key, verified);
    if (!verified && issuer.fits(issued) == Authority.Fit.SAME_KEY) {
      brokenSignature = Optional.of(issued);
    }
    return verified;
  }

  private boolean isSignedBy(X509Certificate issued, PublicKey key) throws WorkLimitException {
    if (CertificateStrength.isCostly(key)) {
      return false;
    }
    work.signature();
    try {
      issued.verify(key);
      return true;
    } catch (GeneralSecurityException | RuntimeException notBy) {
      // a provider may throw for a hostile key or signature; then nothing is proved
      return false;
    }
  }
}
