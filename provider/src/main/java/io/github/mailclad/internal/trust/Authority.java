package io.github.mailclad.internal.trust;

import io.github.mailclad.internal.der.StrictDer;
import java.io.IOException;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that may be an issuer's.
 *
 * @param anchor the trust anchor that it is; absent for one that has to be vouched for
 */
record Authority(X509Certificate certificate, @Nullable TrustAnchor anchor) {
  private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
  private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";

  static Authority anchor(X509Certificate certificate) {
    return new Authority(certificate, new TrustAnchor(certificate, null));
  }

  static Authority intermediate(X509Certificate certificate) {
    return new Authority(certificate, null);
  }

  boolean isAnchor() {
    return anchor != null;
  }

  X500Principal name() {
    return certificate.getSubjectX500Principal();
  }

  /** Whether it is the same entity: one name and one key, whoever signed for it. */
  boolean isEntityOf(X509Certificate other) {
    return certificate.getPublicKey().equals(other.getPublicKey())
        && name().equals(other.getSubjectX500Principal());
  }

  /** How well key identifiers fit; a hint about the order of attempts, never a verdict. */
  enum Fit {
    SAME_KEY,
    UNKNOWN,
    OTHER_KEY
  }

  /** Whether the key is the one that a certificate names as its issuer's. */
  Fit fits(X509Certificate issued) {
    Optional<ASN1OctetString> wanted = authorityKeyIdentifier(issued);
    Optional<ASN1OctetString> mine = subjectKeyIdentifier(certificate);
    if (wanted.isEmpty() || mine.isEmpty()) {
      return Fit.UNKNOWN;
    }
    return wanted.equals(mine) ? Fit.SAME_KEY : Fit.OTHER_KEY;
  }

  private static Optional<ASN1OctetString> authorityKeyIdentifier(X509Certificate certificate) {
    try {
      return StrictDer.extension(certificate, AUTHORITY_KEY_IDENTIFIER, "authorityKeyIdentifier")
          .map(AuthorityKeyIdentifier::getInstance)
          .flatMap(Authority::keyIdentifier);
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  /** The method of Bouncy Castle for it is missing up to 1.79, which applications may bring. */
  private static Optional<ASN1OctetString> keyIdentifier(AuthorityKeyIdentifier identifier) {
    for (ASN1Encodable field : ASN1Sequence.getInstance(identifier.toASN1Primitive())) {
      ASN1TaggedObject tagged = ASN1TaggedObject.getInstance(field);
      if (tagged.hasContextTag(0)) {
        return Optional.of(ASN1OctetString.getInstance(tagged, false));
      }
    }
    return Optional.empty();
  }

  private static Optional<ASN1OctetString> subjectKeyIdentifier(X509Certificate certificate) {
    try {
      return StrictDer.extension(certificate, SUBJECT_KEY_IDENTIFIER, "subjectKeyIdentifier")
          .map(ASN1OctetString::getInstance);
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
  }
}
