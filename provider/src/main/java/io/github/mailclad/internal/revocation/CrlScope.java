package io.github.mailclad.internal.revocation;

import java.io.IOException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;

/**
 * For which certificates of its issuer a list speaks: the issuingDistributionPoint extension (RFC
 * 5280, section 5.2.5). Immutable.
 */
final class CrlScope {
  static final String OID = "2.5.29.28";

  private final Optional<IssuingDistributionPoint> point;

  private CrlScope(Optional<IssuingDistributionPoint> point) {
    this.point = point;
  }

  /** The scope of a list that speaks for every certificate of its issuer. */
  static CrlScope everything() {
    return new CrlScope(Optional.empty());
  }

  /**
   * The scope of a list.
   *
   * @throws IOException if its extension is malformed, or the list is indirect
   */
  static CrlScope of(X509CRL list) throws IOException {
    try {
      Optional<IssuingDistributionPoint> point =
          Der.extension(list, OID).map(IssuingDistributionPoint::getInstance);
      if (point.map(IssuingDistributionPoint::isIndirectCRL).orElse(false)) {
        throw new IOException("it is an indirect CRL");
      }
      return new CrlScope(point);
    } catch (RuntimeException e) {
      throw new IOException("its issuing distribution point is malformed", e);
    }
  }

  /** Why the list is about certificates of another kind; empty if it is not. */
  Optional<String> kindDefect(X509Certificate certificate) {
    boolean authority = certificate.getBasicConstraints() >= 0;
    return point
        .filter(
            p ->
                p.onlyContainsAttributeCerts()
                    || (authority ? p.onlyContainsUserCerts() : p.onlyContainsCACerts()))
        .map(p -> "it is about certificates of another kind");
  }

  /**
   * Why the list does not speak for the certificate in full; empty if it does. What it lists is
   * revoked all the same.
   */
  Optional<String> partDefect(X509Certificate certificate) {
    if (point.map(p -> p.getOnlySomeReasons() != null).orElse(false)) {
      return Optional.of("it is about some reasons only");
    }
    return point
        .map(IssuingDistributionPoint::getDistributionPoint)
        .filter(name -> !isOf(name, certificate))
        .map(name -> "it is of a distribution point that the certificate does not name");
  }

  private static boolean isOf(DistributionPointName name, X509Certificate certificate) {
    if (name.getType() != DistributionPointName.FULL_NAME) {
      return false;
    }
    try {
      Collection<GeneralName> own = PointsOfAccess.crlNames(certificate);
      List<GeneralName> named = Arrays.asList(GeneralNames.getInstance(name.getName()).getNames());
      return named.stream().anyMatch(Set.copyOf(own)::contains);
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
