package io.github.mailclad.internal.revocation;

import io.github.mailclad.internal.der.StrictDer;
import io.github.mailclad.internal.text.Ascii;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * The addresses for the status of a certificate: OCSP responders (RFC 5280, section 4.2.2.1) and
 * CRL distribution points (section 4.2.1.13). Only plain {@code http} is used, because the fetched
 * statements are signed, and verifying a TLS server for them would be circular. Stateless.
 */
public final class StatusAddresses {
  private static final String AUTHORITY_INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.1";
  private static final String CRL_DISTRIBUTION_POINTS = "2.5.29.31";

  /** The largest number of addresses that are used; an honest certificate names one, rarely two. */
  private static final int MOST = 2;

  private StatusAddresses() {}

  /**
   * Returns the first addresses of OCSP responders.
   *
   * @throws IOException if the extension is malformed
   */
  public static List<URI> ocsp(X509Certificate certificate) throws IOException {
    try {
      Optional<ASN1Primitive> extension =
          StrictDer.extension(certificate, AUTHORITY_INFORMATION_ACCESS, "authorityInfoAccess");
      return extension.isEmpty()
          ? List.of()
          : http(
              Arrays.stream(
                      AuthorityInformationAccess.getInstance(extension.get())
                          .getAccessDescriptions())
                  .filter(a -> AccessDescription.id_ad_ocsp.equals(a.getAccessMethod()))
                  .map(AccessDescription::getAccessLocation)
                  .toList());
    } catch (RuntimeException e) {
      throw new IOException("the authorityInfoAccess is malformed", e);
    }
  }

  /**
   * Returns the first addresses of lists that the issuer itself publishes.
   *
   * @throws IOException if the extension is malformed
   */
  public static List<URI> crls(X509Certificate certificate) throws IOException {
    try {
      return http(crlNames(certificate));
    } catch (RuntimeException e) {
      throw new IOException("the cRLDistributionPoints are malformed", e);
    }
  }

  /** Returns every name of a distribution point that is the issuer's own and for all reasons. */
  private static Collection<GeneralName> crlNames(X509Certificate certificate) throws IOException {
    List<GeneralName> names = new ArrayList<>();
    for (DistributionPoint point : crlPoints(certificate)) {
      DistributionPointName name = point.getDistributionPoint();
      if (name != null
          && name.getType() == DistributionPointName.FULL_NAME
          && point.getCRLIssuer() == null
          && point.getReasons() == null) {
        names.addAll(Arrays.asList(GeneralNames.getInstance(name.getName()).getNames()));
      }
    }
    return names;
  }

  /**
   * Returns every distribution point of lists.
   *
   * @throws IOException if the extension is malformed
   */
  static List<DistributionPoint> crlPoints(X509Certificate certificate) throws IOException {
    try {
      Optional<ASN1Primitive> extension =
          StrictDer.extension(certificate, CRL_DISTRIBUTION_POINTS, "cRLDistributionPoints");
      return extension.isEmpty()
          ? List.of()
          : List.of(CRLDistPoint.getInstance(extension.get()).getDistributionPoints());
    } catch (RuntimeException e) {
      throw new IOException("the cRLDistributionPoints are malformed", e);
    }
  }

  private static List<URI> http(Collection<GeneralName> names) {
    List<URI> found = new ArrayList<>();
    for (GeneralName name : names) {
      if (name.getTagNo() != GeneralName.uniformResourceIdentifier || found.size() == MOST) {
        continue;
      }
      try {
        URI uri = new URI(ASN1IA5String.getInstance(name.getName()).getString());
        if (uri.getScheme() != null
            && Ascii.equalsIgnoringCase("http", uri.getScheme())
            && uri.getHost() != null) {
          found.add(uri);
        }
      } catch (URISyntaxException e) {
        // an invalid address is skipped
      }
    }
    return found;
  }
}
