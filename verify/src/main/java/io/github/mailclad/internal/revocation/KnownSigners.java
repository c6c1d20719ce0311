package io.github.mailclad.internal.revocation;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.security.auth.x500.X500Principal;

/**
 * The signers of revocation lists that are known in one check beside the issuers on the path. Each
 * signer is looked up once. Not thread-safe; use one for each check.
 */
final class KnownSigners {
  private final CrlSigners port;
  private final List<X509Certificate> candidates;
  private final Predicate<PathCertificate> revoked;
  private final Map<X500Principal, List<PathCertificate>> byName = new HashMap<>();

  /**
   * Creates the signers that are found through a port.
   *
   * @param candidates the certificates beside the configured lists
   * @param revoked the test for a signer that the configured lists revoke
   */
  KnownSigners(
      CrlSigners port, List<X509Certificate> candidates, Predicate<PathCertificate> revoked) {
    this.port = port;
    this.candidates = candidates;
    this.revoked = revoked;
  }

  /**
   * Returns an instance without signers; only lists signed with the key of the issuer itself are
   * used.
   */
  static KnownSigners none() {
    return new KnownSigners(CrlSigners.NONE, List.of(), signer -> false);
  }

  /** Returns the signers of that name. */
  List<PathCertificate> find(X500Principal name) {
    return byName.computeIfAbsent(
        name,
        n ->
            port.find(n, candidates).stream()
                .map(path -> PathCertificate.of(path).get(0))
                .toList());
  }

  /**
   * Refuses a signer whose own certificate was revoked.
   *
   * @throws IOException if it was revoked
   */
  void checkNotRevoked(PathCertificate signer) throws IOException {
    if (revoked.test(signer)) {
      throw new IOException("the certificate of its signer was revoked");
    }
  }
}
