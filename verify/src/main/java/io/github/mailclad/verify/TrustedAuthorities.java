package io.github.mailclad.verify;

import io.github.mailclad.internal.identity.PresentedIdentifiers;
import io.github.mailclad.internal.revocation.RevocationChecker;
import io.github.mailclad.internal.trust.PathValidator;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The authorities that a verifier trusts or knows, prepared. Immutable except for a cache of
 * accepted chains, and thread-safe.
 *
 * @param anchors the trust anchors
 * @param anchorsName the source of the anchors, in words for people
 * @param intermediates certificates of authorities that a server need not present; not trusted
 * @param longestPath the maximum number of authorities between a server and its anchor
 * @param paths validates paths to the anchors
 * @param names reads the presented identifiers of servers
 * @param revocation checks the revocation of paths
 */
record TrustedAuthorities(
    List<X509Certificate> anchors,
    String anchorsName,
    List<X509Certificate> intermediates,
    int longestPath,
    PathValidator paths,
    PresentedIdentifiers.Reader names,
    RevocationChecker revocation) {

  /** Creates the authorities and prepares them. */
  static TrustedAuthorities of(
      List<X509Certificate> anchors,
      String anchorsName,
      List<X509Certificate> intermediates,
      int longestPath,
      RevocationChecker revocation) {
    return new TrustedAuthorities(
        anchors,
        anchorsName,
        intermediates,
        longestPath,
        new PathValidator(anchors, intermediates, longestPath, anchorsName),
        new PresentedIdentifiers.Reader(),
        revocation);
  }

  TrustedAuthorities withIntermediates(List<X509Certificate> known) {
    return of(anchors, anchorsName, known, longestPath, revocation);
  }

  TrustedAuthorities withLongestPath(int longest) {
    return of(anchors, anchorsName, intermediates, longest, revocation);
  }

  TrustedAuthorities withRevocation(RevocationChecker checker) {
    return new TrustedAuthorities(
        anchors, anchorsName, intermediates, longestPath, paths, names, checker);
  }
}
