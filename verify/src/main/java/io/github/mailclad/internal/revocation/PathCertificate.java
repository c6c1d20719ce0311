package io.github.mailclad.internal.revocation;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.TrustEvidence;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate of a valid path with its position and the certificates above it.
 *
 * @param above the certificates above it: its issuer's first, which may be the anchor; the anchor
 *     last
 */
record PathCertificate(int position, X509Certificate certificate, List<X509Certificate> above) {

  PathCertificate {
    above = List.copyOf(above);
  }

  /** Returns every certificate of a path with those above it, the end-entity first. */
  static List<PathCertificate> of(TrustEvidence.Pkix evidence) {
    List<X509Certificate> path = evidence.path();
    List<PathCertificate> all = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      List<X509Certificate> above = new ArrayList<>(path.subList(i + 1, path.size()));
      above.add(evidence.anchor());
      all.add(new PathCertificate(i, path.get(i), above));
    }
    return all;
  }

  /** Returns the certificate of its issuer. */
  X509Certificate issuer() {
    return above.get(0);
  }

  /** Returns whether it is the trust anchor itself, which cannot be revoked. */
  boolean isAnchor() {
    return certificate.equals(issuer());
  }

  /** Returns a summary for people. */
  CertificateSummary summary() {
    return CertificateSummary.of(certificate, position);
  }
}
