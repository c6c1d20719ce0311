package io.github.mailclad.internal.revocation;

import io.github.mailclad.internal.der.StrictDer;
import java.io.IOException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;

/**
 * The scope of a list: its issuer and the issuingDistributionPoint extension determine the
 * certificates to which it applies (RFC 5280, sections 5.2.5 and 6.3.3 (b)). Immutable.
 */
final class CrlScope {
  static final String OID = "2.5.29.28";

  private final X500Principal issuer;
  private final Optional<IssuingDistributionPoint> point;

  private CrlScope(X500Principal issuer, Optional<IssuingDistributionPoint> point) {
    this.issuer = issuer;
    this.point = point;
  }

  /** Returns the scope of a list that applies to every certificate of its issuer. */
  static CrlScope everything(X509CRL list) {
    return new CrlScope(list.getIssuerX500Principal(), Optional.empty());
  }

  /**
   * Returns the scope of a list.
   *
   * @throws IOException if its extension is malformed
   */
  static CrlScope of(X509CRL list) throws IOException {
    try {
      return new CrlScope(
          list.getIssuerX500Principal(),
          StrictDer.extension(list, OID, "issuingDistributionPoint")
              .map(IssuingDistributionPoint::getInstance));
    } catch (RuntimeException e) {
      throw new IOException("its issuing distribution point is malformed", e);
    }
  }

  /** Returns whether the list has entries about certificates of other issuers. */
  boolean isIndirect() {
    return point.map(IssuingDistributionPoint::isIndirectCRL).orElse(false);
  }

  /**
   * Returns whether the list can apply to a certificate. Its issuer must be the certificate's
   * issuer, or the certificate must name it as the issuer of an indirect list.
   */
  boolean concerns(X509Certificate certificate) {
    if (isOfIssuer(certificate)) {
      return true;
    }
    try {
      return isIndirect()
          && StatusAddresses.crlPoints(certificate).stream().anyMatch(this::isDelegated);
    } catch (IOException | RuntimeException malformed) {
      return false;
    }
  }

  private boolean isOfIssuer(X509Certificate certificate) {
    return issuer.equals(certificate.getIssuerX500Principal());
  }

  /**
   * Returns whether a distribution point names the issuer of this list as the issuer of an indirect
   * list.
   */
  private boolean isDelegated(DistributionPoint named) {
    return named.getCRLIssuer() != null
        && Arrays.stream(named.getCRLIssuer().getNames())
            .filter(name -> name.getTagNo() == GeneralName.directoryName)
            .anyMatch(name -> principal(X500Name.getInstance(name.getName())).equals(issuer));
  }

  /** Returns the reason why the list does not cover this kind of certificate; empty if it does. */
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
   * Returns the reason why the list does not fully cover the certificate; empty if it does. A
   * certificate in the list is revoked in either case.
   */
  Optional<String> partDefect(X509Certificate certificate) {
    if (point.map(p -> p.getOnlySomeReasons() != null).orElse(false)) {
      return Optional.of("it is about some reasons only");
    }
    Optional<DistributionPointName> name =
        point.map(IssuingDistributionPoint::getDistributionPoint);
    if (name.isEmpty() && isOfIssuer(certificate)) {
      return Optional.empty();
    }
    try {
      List<DistributionPoint> named = pointsForAllReasons(certificate);
      return named.stream().anyMatch(n -> name.isEmpty() || isOf(name.get(), n, certificate))
          ? Optional.empty()
          : Optional.of("it is of a distribution point that the certificate does not name");
    } catch (IOException | RuntimeException malformed) {
      return Optional.of("the cRLDistributionPoints of the certificate are malformed");
    }
  }

  /** Returns the distribution points of a certificate at which this list may be published. */
  private List<DistributionPoint> pointsForAllReasons(X509Certificate certificate)
      throws IOException {
    return StatusAddresses.crlPoints(certificate).stream()
        .filter(named -> named.getReasons() == null)
        .filter(
            named ->
                named.getCRLIssuer() == null
                    ? isOfIssuer(certificate)
                    : isIndirect() && isDelegated(named))
        .toList();
  }

  private boolean isOf(
      DistributionPointName name, DistributionPoint named, X509Certificate certificate) {
    List<GeneralName> own = names(name, issuer);
    DistributionPointName other = named.getDistributionPoint();
    List<GeneralName> others =
        other == null
            ? Arrays.asList(named.getCRLIssuer().getNames())
            : names(
                other,
                named.getCRLIssuer() == null ? certificate.getIssuerX500Principal() : issuer);
    return own.stream().anyMatch(others::contains);
  }

  /**
   * Returns the names of a distribution point; a name may be relative to the issuer of the list.
   */
  private static List<GeneralName> names(DistributionPointName name, X500Principal base) {
    if (name.getType() == DistributionPointName.FULL_NAME) {
      return Arrays.asList(GeneralNames.getInstance(name.getName()).getNames());
    }
    List<RDN> rdns =
        new ArrayList<>(Arrays.asList(X500Name.getInstance(base.getEncoded()).getRDNs()));
    rdns.add(RDN.getInstance(ASN1Set.getInstance(name.getName())));
    return List.of(new GeneralName(new X500Name(rdns.toArray(new RDN[0]))));
  }

  private static X500Principal principal(X500Name name) {
    try {
      return new X500Principal(name.getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new IllegalStateException("a name that was read has an encoding", e);
    }
  }
}
