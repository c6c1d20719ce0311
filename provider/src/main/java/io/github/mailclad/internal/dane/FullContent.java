package io.github.mailclad.internal.dane;

import io.github.mailclad.dns.TlsaSelector;
import io.github.mailclad.internal.der.StrictDer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** A certificate or a public key that a record holds as a whole, in DER. */
final class FullContent {
  private FullContent() {}

  /** Returns the defect of the content; empty for valid content. */
  static Optional<String> defect(TlsaSelector selector, byte[] der) {
    if (selector == TlsaSelector.CERT) {
      return certificate(der).isPresent()
          ? Optional.empty()
          : Optional.of("the data is not a certificate in DER");
    }
    return publicKeyInfo(der).isPresent()
        ? Optional.empty()
        : Optional.of("the data is not a public key in DER");
  }

  /** Returns the certificate, if these octets are one and nothing else. */
  static Optional<X509Certificate> certificate(byte[] der) {
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      // the platform also reads PEM, and ignores trailing octets
      return Arrays.equals(certificate.getEncoded(), der)
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  /** Returns the public key, if these octets are one and the platform supports its algorithm. */
  static Optional<PublicKey> publicKey(byte[] der) {
    Optional<SubjectPublicKeyInfo> info = publicKeyInfo(der);
    if (info.isEmpty()) {
      return Optional.empty();
    }
    try {
      ASN1ObjectIdentifier kind = info.get().getAlgorithm().getAlgorithm();
      // the platform finds every other algorithm by its object identifier
      String algorithm = kind.equals(X9ObjectIdentifiers.id_ecPublicKey) ? "EC" : kind.getId();
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static Optional<SubjectPublicKeyInfo> publicKeyInfo(byte[] der) {
    try {
      SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(StrictDer.read(der, "the key"));
      return Arrays.equals(info.getEncoded(ASN1Encoding.DER), der)
          ? Optional.of(info)
          : Optional.empty();
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
  }
}
