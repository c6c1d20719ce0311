package io.github.mailclad.internal.der;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.security.cert.X509Extension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1External;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.BERTags;
import org.jspecify.annotations.Nullable;

/** Reads octets of others, and extensions of certificates and lists, strictly as DER. */
public final class StrictDer {
  /** The object identifier of the subjectAltName. */
  public static final String SUBJECT_ALT_NAME = "2.5.29.17";

  private StrictDer() {}

  /**
   * Returns whether a certificate has an extension, readable or not. The platform's {@code
   * getExtensionValue} throws and catches an exception for a missing extension, which costs more
   * than any rule about the extension.
   */
  public static boolean has(X509Extension certificate, String oid) {
    return isIn(certificate.getNonCriticalExtensionOIDs(), oid)
        || isIn(certificate.getCriticalExtensionOIDs(), oid);
  }

  /**
   * Returns the object identifiers of all extensions of a certificate, readable or not. For several
   * questions about one certificate, because the platform collects them anew each time.
   */
  public static Set<String> extensions(X509Extension certificate) {
    Set<String> all = new HashSet<>();
    for (Set<String> oids :
        Arrays.asList(
            certificate.getNonCriticalExtensionOIDs(), certificate.getCriticalExtensionOIDs())) {
      if (oids != null) {
        all.addAll(oids);
      }
    }
    return all;
  }

  private static boolean isIn(@Nullable Set<String> oids, String oid) {
    return oids != null && oids.contains(oid);
  }

  /**
   * Returns the value of an extension of a certificate or a list; empty if there is no such
   * extension.
   *
   * @param oid the extension's object identifier
   * @param name its name in RFC 5280, for the message
   * @throws IOException if it is not exactly one DER value; the message names the defect
   */
  public static Optional<ASN1Primitive> extension(
      X509Extension certificate, String oid, String name) throws IOException {
    byte[] wrapped = has(certificate, oid) ? certificate.getExtensionValue(oid) : null;
    if (wrapped == null) {
      return Optional.empty();
    }
    try {
      ASN1OctetString value = ASN1OctetString.getInstance(read(wrapped, "the " + name));
      return Optional.of(read(value.getOctets(), "the " + name));
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
   * Returns the octets of an entry that is an implicitly tagged OCTET STRING. Bouncy Castle also
   * reads one in parts, which BER permits and DER does not.
   *
   * @throws IOException if the entry is anything else
   */
  public static byte[] octets(ASN1TaggedObject entry) throws IOException {
    ASN1OctetString value = ASN1OctetString.getInstance(entry, false);
    if (entry.isExplicit() || !(entry.getBaseObject() instanceof ASN1OctetString)) {
      throw new IOException("an OCTET STRING is not in DER");
    }
    return value.getOctets();
  }

  /**
   * Returns the only value in the octets, with nothing after it. A value that is encoded to other
   * octets again was not DER.
   *
   * @param subject the subject of the message, such as "the subjectAltName"
   * @throws IOException if the octets are anything else; the message names the defect
   */
  public static ASN1Primitive read(byte[] octets, String subject) throws IOException {
    ASN1Primitive value = only(octets, subject);
    if (!isOrdered(value) || !Arrays.equals(value.getEncoded(ASN1Encoding.DER), octets)) {
      throw new IOException(subject + " is not in DER");
    }
    return value;
  }

  private static ASN1Primitive only(byte[] octets, String subject) throws IOException {
    try (ASN1InputStream in = new ASN1InputStream(octets)) {
      ASN1Primitive value = in.readObject();
      if (value != null && in.read() == -1) {
        return value;
      }
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle's ASN.1 parser reports defects as runtime exceptions of several types
      throw new IOException(subject + " is malformed", e);
    }
    throw new IOException(subject + " is malformed");
  }

  /**
   * Returns whether the elements of each SET stand in the order of DER (X.690, section 11.6).
   * Bouncy Castle sorts them by insertion when it encodes: in reverse order, 60 KiB take seconds.
   */
  private static boolean isOrdered(ASN1Primitive value) throws IOException {
    if (value instanceof ASN1TaggedObject tagged) {
      return isOrdered(tagged.getBaseObject().toASN1Primitive());
    }
    if (value instanceof ASN1External) {
      // it may hold a SET, and no certificate, list or response has a use for it
      return false;
    }
    if (value instanceof ASN1Set set) {
      return areOrdered(set);
    }
    if (value instanceof ASN1Sequence sequence) {
      for (ASN1Encodable element : sequence) {
        if (!isOrdered(element.toASN1Primitive())) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean areOrdered(ASN1Set set) throws IOException {
    byte[] before = {};
    for (ASN1Encodable element : set) {
      if (!isOrdered(element.toASN1Primitive())) {
        return false;
      }
      byte[] encoded = element.toASN1Primitive().getEncoded(ASN1Encoding.DER);
      encoded[0] &= ~BERTags.CONSTRUCTED;
      if (Arrays.compareUnsigned(before, encoded) > 0) {
        return false;
      }
      before = encoded;
    }
    return true;
  }

  private static IOException malformed(String name, RuntimeException cause) {
    return new IOException("the " + name + " is malformed", cause);
  }
}
