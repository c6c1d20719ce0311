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
 * A certificate that may belong to an issuer.
 *
 * @param anchor the trust anchor for this certificate; null for an intermediate, which needs a path
 *     to an anchor
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

  /**
   * Returns whether it is the same entity: the same name and the same key, regardless of the
   * signer.
   */
  boolean isEntityOf(X509Certificate other) {
    // keys almost always differ, and cost less to compare than names
    return certificate.getPublicKey().equals(other.getPublicKey())
        && name().equals(other.getSubjectX500Principal());
  }

  /** The match of key identifiers. It only orders the attempts, and never decides. */
  enum Fit {
    SAME_KEY,
    UNKNOWN,
    OTHER_KEY
  }

  /**
   * Compares the key identifier of this certificate with the one that another certificate names for
   * its issuer's key.
   */
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

  /**
   * Returns the key identifier. Bouncy Castle up to 1.79, which applications may bring, lacks a
   * method for it.
   */
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
