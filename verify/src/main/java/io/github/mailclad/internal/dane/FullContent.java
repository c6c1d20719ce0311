package io.github.mailclad.internal.dane;

import io.github.mailclad.dns.TlsaSelector;
import io.github.mailclad.internal.der.StrictDer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
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

  /**
   * Returns a trust anchor that is a name and a key; empty if the key cannot be read. It has the
   * form of a certificate, because path validation takes certificates. It has no valid signature,
   * and the signature of an anchor is never checked. It is never presented, and is not part of any
   * evidence.
   *
   * @param name the issuer name of the certificates that the key signed
   * @param publicKeyInfo the key in DER
   * @param now an instant at which the anchor is valid
   */
  static Optional<X509Certificate> anchor(X500Principal name, byte[] publicKeyInfo, Instant now) {
    try {
      // an algorithm identifier that no key of any kind uses
      AlgorithmIdentifier unsigned = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
      X500Name authority = X500Name.getInstance(name.getEncoded());
      ExtensionsGenerator extensions = new ExtensionsGenerator();
      extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      V3TBSCertificateGenerator content = new V3TBSCertificateGenerator();
      content.setSerialNumber(new ASN1Integer(BigInteger.ONE));
      content.setSignature(unsigned);
      content.setIssuer(authority);
      content.setSubject(authority);
      content.setStartDate(new Time(Date.from(now.minus(Duration.ofDays(1)))));
      content.setEndDate(new Time(Date.from(now.plus(Duration.ofDays(1)))));
      content.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(publicKeyInfo));
      content.setExtensions(extensions.generate());
      TBSCertificate toBeSigned = content.generateTBSCertificate();
      return certificate(
          new DERSequence(new ASN1Encodable[] {toBeSigned, unsigned, new DERBitString(new byte[1])})
              .getEncoded());
    } catch (IOException | IllegalArgumentException e) {
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
