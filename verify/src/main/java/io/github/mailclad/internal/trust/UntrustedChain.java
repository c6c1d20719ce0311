package io.github.mailclad.internal.trust;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.internal.der.StrictDer;
import io.github.mailclad.refusal.PathRefusal.BrokenSignature;
import io.github.mailclad.refusal.PathRefusal.InspectedConnection;
import io.github.mailclad.refusal.PathRefusal.MissingIntermediate;
import io.github.mailclad.refusal.PathRefusal.SelfSigned;
import io.github.mailclad.refusal.PathRefusal.UntrustedIssuer;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The explanation why no path leads to a trust anchor. It only selects the words of the refusal,
 * and never changes the verdict.
 *
 * @param longest the longest path that could be followed, the end-entity first
 * @param broken a certificate that its issuer did not sign, though it names the issuer's key
 */
record UntrustedChain(
    List<X509Certificate> longest,
    Optional<X509Certificate> broken,
    Set<X509Certificate> anchors,
    String anchorsName) {
  private static final String AUTHORITY_INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.1";

  Refusal refusal() {
    X509Certificate leaf = longest.get(0);
    X509Certificate last = longest.get(longest.size() - 1);
    int position = longest.size() - 1;
    Optional<String> product = InspectionProduct.behind(longest);
    if (product.isPresent()) {
      return new InspectedConnection(
          CertificateSummary.ofServer(leaf),
          PeerText.of(last.getIssuerX500Principal().getName()),
          product.get());
    }
    if (broken.isPresent()) {
      return new BrokenSignature(
          CertificateSummary.of(broken.get(), Math.max(0, longest.indexOf(broken.get()))));
    }
    if (ConstrainedPath.isSelfIssued(last)) {
      return position == 0
          ? new SelfSigned(CertificateSummary.ofServer(leaf), anchorsName)
          : untrusted(leaf, last, position);
    }
    if (anchors.stream()
        .anyMatch(a -> a.getSubjectX500Principal().equals(last.getIssuerX500Principal()))) {
      // a certificate with an anchor's name, but another key
      return untrusted(leaf, last, position);
    }
    return issuersPlace(last)
        .map(url -> "it says that its issuer's certificate is at " + url)
        .or(
            () ->
                relatedAnchor(last)
                    .map(anchor -> "a trust anchor is of the same organization: " + anchor))
        .<Refusal>map(
            hint ->
                new MissingIntermediate(
                    CertificateSummary.of(last, position), PeerText.of(hint), anchorsName))
        .orElseGet(() -> untrusted(leaf, last, position));
  }

  private Refusal untrusted(X509Certificate leaf, X509Certificate last, int position) {
    return new UntrustedIssuer(
        CertificateSummary.ofServer(leaf), CertificateSummary.of(last, position), anchorsName);
  }

  /**
   * Returns the address where the issuer's certificate is published (RFC 5280, section 4.2.2.1);
   * nothing is fetched.
   */
  private static Optional<String> issuersPlace(X509Certificate certificate) {
    try {
      return StrictDer.extension(certificate, AUTHORITY_INFORMATION_ACCESS, "authorityInfoAccess")
          .map(AuthorityInformationAccess::getInstance)
          .stream()
          .flatMap(access -> Arrays.stream(access.getAccessDescriptions()))
          .filter(a -> a.getAccessMethod().equals(AccessDescription.id_ad_caIssuers))
          .map(AccessDescription::getAccessLocation)
          .filter(place -> place.getTagNo() == GeneralName.uniformResourceIdentifier)
          .map(place -> place.getName().toString())
          .findFirst();
    } catch (IOException | IllegalArgumentException | IllegalStateException malformed) {
      return Optional.empty();
    }
  }

  private Optional<String> relatedAnchor(X509Certificate certificate) {
    Optional<String> organization =
        organizations(certificate.getIssuerX500Principal().getEncoded()).findFirst();
    return anchors.stream()
        .filter(
            anchor ->
                organization.isPresent()
                    && organizations(anchor.getSubjectX500Principal().getEncoded())
                        .anyMatch(organization.get()::equals))
        .map(anchor -> anchor.getSubjectX500Principal().getName())
        .min(String::compareTo);
  }

  private static Stream<String> organizations(byte[] name) {
    return Arrays.stream(X500Name.getInstance(name).getRDNs(BCStyle.O))
        .map(rdn -> rdn.getFirst().getValue())
        .flatMap(
            value ->
                value instanceof ASN1String text ? Stream.of(text.getString()) : Stream.empty())
        .filter(organization -> !organization.isBlank());
  }
}
