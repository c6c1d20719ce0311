package io.github.mailclad;

import java.security.cert.X509Certificate;
import java.util.List;

/** What vouched for a server. */
public sealed interface TrustEvidence {

  /**
   * A certification path to a trust anchor (RFC 5280, section 6).
   *
   * @param path the certificates from the end-entity up to, without, the anchor
   * @param anchor the trust anchor's certificate
   */
  record Pkix(List<X509Certificate> path, X509Certificate anchor) implements TrustEvidence {
    /** Copies the path. */
    public Pkix {
      path = List.copyOf(path);
    }

    @Override
    public String toString() {
      return "PKIX: " + anchor.getSubjectX500Principal().getName();
    }
  }
}
