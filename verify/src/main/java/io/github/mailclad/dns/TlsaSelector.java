package io.github.mailclad.dns;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;

/** The selector of a TLSA record (RFC 6698, section 2.1.2; RFC 7218, section 2.2). */
public enum TlsaSelector {
  /** The whole certificate. */
  CERT(0, "Cert"),
  /** The SubjectPublicKeyInfo. */
  SPKI(1, "SPKI");

  private final int number;
  private final String acronym;

  TlsaSelector(int number, String acronym) {
    this.number = number;
    this.acronym = acronym;
  }

  /** Returns the number in the record, 0 or 1. */
  public int number() {
    return number;
  }

  /** Returns the selector of a number; empty for a number that has no meaning yet. */
  public static Optional<TlsaSelector> of(int number) {
    return Arrays.stream(values()).filter(s -> s.number() == number).findFirst();
  }

  /** Returns the part of a certificate that this selects, in DER. */
  public byte[] of(X509Certificate certificate) {
    try {
      return this == CERT ? certificate.getEncoded() : publicKeyInfo(certificate);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read has an encoding", e);
    }
  }

  /**
   * Returns the octets as they are in the certificate; the platform's key encodes itself anew, not
   * always the same.
   */
  private static byte[] publicKeyInfo(X509Certificate certificate)
      throws CertificateEncodingException {
    try {
      ASN1Sequence fields = ASN1Sequence.getInstance(certificate.getTBSCertificate());
      boolean hasVersion = fields.getObjectAt(0) instanceof ASN1TaggedObject;
      return fields.getObjectAt(hasVersion ? 6 : 5).toASN1Primitive().getEncoded();
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      return certificate.getPublicKey().getEncoded();
    }
  }

  /** Returns the acronym of RFC 7218. */
  @Override
  public String toString() {
    return acronym;
  }
}
