package io.github.mailclad.internal.revocation;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * The identifiers of certificates in OCSP (RFC 6960, section 4.1.1): the digests of the issuer's
 * name and key, and the serial number. SHA-1 is the usual digest and is harmless here: it only
 * identifies the certificate, and the issuer itself signs the answer.
 */
final class CertIds {
  private static final String SHA_1 = "1.3.14.3.2.26";

  private static final Map<String, String> DIGESTS =
      Map.of(
          SHA_1,
          "SHA-1",
          "2.16.840.1.101.3.4.2.1",
          "SHA-256",
          "2.16.840.1.101.3.4.2.2",
          "SHA-384",
          "2.16.840.1.101.3.4.2.3",
          "SHA-512");

  private CertIds() {}

  /** Returns whether the identifier is that of the certificate. */
  static boolean names(CertID id, PathCertificate subject) {
    String digest = DIGESTS.get(id.getHashAlgorithm().getAlgorithm().getId());
    X509Certificate certificate = subject.certificate();
    return digest != null
        && id.getSerialNumber().getValue().equals(certificate.getSerialNumber())
        && MessageDigest.isEqual(
            id.getIssuerNameHash().getOctets(),
            digest(digest, certificate.getIssuerX500Principal().getEncoded()))
        && MessageDigest.isEqual(
            id.getIssuerKeyHash().getOctets(),
            digest(digest, keyOf(subject.issuer().getPublicKey())));
  }

  /** Returns the identifier of a certificate in the form that every responder supports. */
  static CertID of(PathCertificate subject) {
    X509Certificate certificate = subject.certificate();
    BigInteger serial = certificate.getSerialNumber();
    return new CertID(
        new AlgorithmIdentifier(new ASN1ObjectIdentifier(SHA_1), DERNull.INSTANCE),
        new DEROctetString(digest("SHA-1", certificate.getIssuerX500Principal().getEncoded())),
        new DEROctetString(digest("SHA-1", keyOf(subject.issuer().getPublicKey()))),
        new ASN1Integer(serial));
  }

  /**
   * Returns the SHA-1 digest of a key without its algorithm, by which a responder identifies
   * itself.
   */
  static byte[] keyHash(PublicKey key) {
    return digest("SHA-1", keyOf(key));
  }

  private static byte[] keyOf(PublicKey key) {
    return SubjectPublicKeyInfo.getInstance(key.getEncoded()).getPublicKeyData().getBytes();
  }

  private static byte[] digest(String algorithm, byte[] octets) {
    try {
      return MessageDigest.getInstance(algorithm).digest(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-1 and SHA-2", e);
    }
  }
}
