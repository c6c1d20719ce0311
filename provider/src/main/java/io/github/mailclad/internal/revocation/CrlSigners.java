package io.github.mailclad.internal.revocation;

import io.github.mailclad.TrustEvidence;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * The port through which the signers of revocation lists are found that are not the issuer of the
 * certificate in question: another key of the same authority, or the issuer of an indirect list
 * (RFC 5280, section 6.3.3 (f)).
 */
public interface CrlSigners {
  /** Finds no signer: only the key of the issuer itself counts. */
  CrlSigners NONE = (name, candidates) -> List.of();

  /**
   * The valid paths of signers that lead to the trust anchor of the certificate in question, the
   * signer first; its keyUsage includes cRLSign.
   *
   * @param name the name of the issuer of a list
   * @param candidates certificates that were found beside the lists; not trusted
   */
  List<TrustEvidence.Pkix> find(X500Principal name, List<X509Certificate> candidates);
}
