package io.github.mailclad.internal.revocation;

import io.github.mailclad.TrustEvidence;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * The port for finding signers of revocation lists other than the issuer of the certificate in
 * question: another key of the same authority, or the issuer of an indirect list (RFC 5280, section
 * 6.3.3 (f)).
 */
public interface CrlSigners {
  /**
   * An instance that finds no signer; only lists signed with the key of the issuer itself are used.
   */
  CrlSigners NONE = (name, candidates) -> List.of();

  /**
   * Returns the valid paths of signers to the trust anchor of the certificate in question. The
   * signer comes first, and its keyUsage includes cRLSign.
   *
   * @param name the name of the issuer of a list
   * @param candidates certificates that were found beside the lists; not trusted
   */
  List<TrustEvidence.Pkix> find(X500Principal name, List<X509Certificate> candidates);
}
