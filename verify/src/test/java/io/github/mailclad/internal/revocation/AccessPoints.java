package io.github.mailclad.internal.revocation;

import io.github.mailclad.fixtures.CertificateBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Certificates that say where their status can be asked. */
public final class AccessPoints {
  private AccessPoints() {}

  /** Names OCSP responders and certificate revocation lists. */
  public static CertificateBuilder at(
      CertificateBuilder certificate, List<String> responders, List<String> lists) {
    AccessDescription[] access =
        responders.stream()
            .map(r -> new AccessDescription(AccessDescription.id_ad_ocsp, uri(r)))
            .toArray(AccessDescription[]::new);
    DistributionPoint[] points =
        lists.stream()
            .map(
                l ->
                    new DistributionPoint(
                        new DistributionPointName(new GeneralNames(uri(l))), null, null))
            .toArray(DistributionPoint[]::new);
    try {
      return certificate
          .extension(
              Extension.authorityInfoAccess,
              new AuthorityInformationAccess(access).getEncoded("DER"))
          .extension(Extension.cRLDistributionPoints, new CRLDistPoint(points).getEncoded("DER"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GeneralName uri(String text) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, text);
  }
}
