package io.github.mailclad;

import java.security.cert.X509Certificate;
import java.util.List;

/** What vouched for a server. */
public sealed interface TrustEvidence {

  /** The most that a connection can reach by this evidence. */
  ConfidentialityLevel level();

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
    public ConfidentialityLevel level() {
      return ConfidentialityLevel.AUTHENTICATED;
    }

    @Override
    public String toString() {
      return "PKIX: " + anchor.getSubjectX500Principal().getName();
    }
  }

  /**
   * Nothing but the account's pin: this very certificate was accepted for the account before (RFC
   * 8314, section 5.4).
   *
   * @param certificate the end-entity certificate
   * @param insteadOf why it would have been refused
   */
  record AcceptedCertificate(X509Certificate certificate, Refusal insteadOf)
      implements TrustEvidence {
    @Override
    public ConfidentialityLevel level() {
      return ConfidentialityLevel.ENCRYPTED;
    }

    @Override
    public String toString() {
      return "account pin, although " + insteadOf.summary() + " [" + insteadOf.code() + "]";
    }
  }
}
