package io.github.mailclad.internal.revocation;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.TrustEvidence;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A certificate of a valid path with its position there and the certificate of its issuer, which
 * may be the anchor.
 */
record Certified(int position, X509Certificate certificate, X509Certificate issuer) {

  /** Every certificate of a path with its issuer, the end-entity first. */
  static List<Certified> of(TrustEvidence.Pkix evidence) {
    List<X509Certificate> path = evidence.path();
    List<Certified> all = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      all.add(
          new Certified(i, path.get(i), i + 1 < path.size() ? path.get(i + 1) : evidence.anchor()));
    }
    return all;
  }

  /** Whether it is the trust anchor itself, which no one can revoke. */
  boolean isAnchor() {
    return certificate.equals(issuer);
  }

  /** What people need to recognise it. */
  CertificateSummary summary() {
    return CertificateSummary.of(certificate, position);
  }

  String subject() {
    return certificate.getSubjectX500Principal().getName();
  }

  String serial() {
    return certificate.getSerialNumber().toString(16).toLowerCase(Locale.ROOT);
  }
}
