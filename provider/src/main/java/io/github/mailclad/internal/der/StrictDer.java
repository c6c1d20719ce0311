package io.github.mailclad.internal.der;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.jspecify.annotations.Nullable;

/** Reads extensions of certificates strictly as DER. */
public final class StrictDer {
  private static final String SUBJECT_ALT_NAME = "2.5.29.17";

  private StrictDer() {}

  /**
   * Returns whether a certificate has an extension, readable or not. The platform's {@code
   * getExtensionValue} throws and catches an exception for a missing extension, which costs more
   * than any rule about the extension.
   */
  public static boolean has(X509Certificate certificate, String oid) {
    return isIn(certificate.getNonCriticalExtensionOIDs(), oid)
        || isIn(certificate.getCriticalExtensionOIDs(), oid);
  }

  private static boolean isIn(@Nullable Set<String> oids, String oid) {
    return oids != null && oids.contains(oid);
  }

  /**
   * Returns the value of an extension; empty if the certificate does not have it.
   *
   * @param oid the extension's object identifier
   * @param name its name in RFC 5280, for the message
   * @throws IOException if it is not exactly one DER value; the message names the defect
   */
  public static Optional<ASN1Primitive> extension(
      X509Certificate certificate, String oid, String name) throws IOException {
    byte[] wrapped = has(certificate, oid) ? certificate.getExtensionValue(oid) : null;
    if (wrapped == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          value(ASN1OctetString.getInstance(value(wrapped, name)).getOctets(), name));
    } catch (RuntimeException e) {
      throw malformed(name, e);
    }
  }

  /**
   * Returns the entries of the subjectAltName (RFC 5280, section 4.2.1.6), each a GeneralName that
   * is not parsed yet. Empty only if the certificate has no such extension.
   *
   * @throws IOException if the extension is malformed or has no entry; the message names the defect
   */
  public static List<ASN1TaggedObject> subjectAltName(X509Certificate certificate)
      throws IOException {
    Optional<ASN1Primitive> extension = extension(certificate, SUBJECT_ALT_NAME, "subjectAltName");
    if (extension.isEmpty()) {
      return List.of();
    }
    List<ASN1TaggedObject> entries = new ArrayList<>();
    try {
      ASN1Sequence sequence = ASN1Sequence.getInstance(extension.get());
      for (int i = 0; i < sequence.size(); i++) {
        entries.add(ASN1TaggedObject.getInstance(sequence.getObjectAt(i)));
      }
    } catch (RuntimeException e) {
      throw malformed("subjectAltName", e);
    }
    if (entries.isEmpty()) {
      throw new IOException("the subjectAltName is empty");
    }
    return entries;
  }

  /**
   * Returns the only DER value in the octets, with nothing after it. A value that is encoded to
   * other octets again was not DER.
   */
  private static ASN1Primitive value(byte[] octets, String name) throws IOException {
    try (ASN1InputStream in = new ASN1InputStream(octets)) {
      ASN1Primitive value = in.readObject();
      if (value == null || in.read() != -1) {
        throw new IOException("the " + name + " is malformed");
      }
      if (!Arrays.equals(value.getEncoded(ASN1Encoding.DER), octets)) {
        throw new IOException("the " + name + " is not in DER");
      }
      return value;
    }
  }

  private static IOException malformed(String name, RuntimeException cause) {
    return new IOException("the " + name + " is malformed", cause);
  }
}
