package io.github.mailclad.internal.dane;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
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

/**
 * A trust anchor that is a name and a key. It has the form of a certificate, because path
 * validation takes certificates. It has no valid signature, and the signature of an anchor is never
 * checked. It is never presented, and is not part of any evidence.
 */
final class BareKeyAnchor {
  private BareKeyAnchor() {}

  /**
   * Returns the anchor; empty if the key cannot be read.
   *
   * @param name the issuer name of the certificates that the key signed
   * @param publicKeyInfo the key in DER
   * @param now an instant at which the anchor is valid
   */
  static Optional<X509Certificate> of(X500Principal name, byte[] publicKeyInfo, Instant now) {
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
      return FullContent.certificate(
          new DERSequence(new ASN1Encodable[] {toBeSigned, unsigned, new DERBitString(new byte[1])})
              .getEncoded());
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
