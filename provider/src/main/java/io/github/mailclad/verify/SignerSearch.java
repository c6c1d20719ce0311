package io.github.mailclad.verify;

import io.github.mailclad.TrustEvidence;
import io.github.mailclad.internal.revocation.CrlSigners;
import io.github.mailclad.internal.trust.PathValidator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/**
 * Finds the signers of revocation lists among the presented certificates, the known ones and those
 * beside the lists, below the trust anchor of one path (RFC 5280, section 6.3.3 (f)).
 *
 * @param path the path whose certificates the lists are about
 * @param presented the certificates that the server presented
 * @param intermediates certificates of authorities that are known beforehand
 * @param now the instant of the verdict
 */
record SignerSearch(
    TrustEvidence.Pkix path,
    List<X509Certificate> presented,
    List<X509Certificate> intermediates,
    Instant now)
    implements CrlSigners {
  /**
   * The limit of signers with one name: an authority has one signer of lists, and two while it
   * changes keys.
   */
  private static final int MOST_OF_ONE_NAME = 4;

  @Override
  public List<TrustEvidence.Pkix> find(X500Principal name, List<X509Certificate> candidates) {
    Set<X509Certificate> known = new LinkedHashSet<>(path.path());
    known.addAll(intermediates);
    known.addAll(candidates);
    PathValidator paths =
        new PathValidator(
            Set.of(path.anchor()), known, PathValidator.LONGEST_PATH, "the anchor of the path");
    return Stream.of(List.of(path.anchor()), presented, known)
        .flatMap(certificates -> certificates.stream())
        .filter(certificate -> certificate.getSubjectX500Principal().equals(name))
        .distinct()
        .limit(MOST_OF_ONE_NAME)
        .map(signer -> paths.validateCrlSigner(before(signer), now))
        .filter(path -> path.refusal().isEmpty())
        .map(path -> path.get().evidence())
        .toList();
  }

  private List<X509Certificate> before(X509Certificate signer) {
    List<X509Certificate> chain = new ArrayList<>(List.of(signer));
    chain.addAll(presented);
    return chain;
  }
}
