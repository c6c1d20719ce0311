package io.github.mailclad.internal.revocation;

import java.io.IOException;
import java.security.cert.X509Extension;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;

/** Strict reading of DER. */
final class Der {
  private Der() {}

  /**
   * Returns the only value in the octets, with nothing after it. A value that is encoded to other
   * octets again was not DER.
   *
   * @throws IOException if the octets are anything else
   */
  static ASN1Primitive read(byte[] octets) throws IOException {
    ASN1Primitive value = one(octets);
    if (!Arrays.equals(value.getEncoded(ASN1Encoding.DER), octets)) {
      throw new IOException("it is not in DER");
    }
    return value;
  }

  private static ASN1Primitive one(byte[] octets) throws IOException {
    try (ASN1InputStream in = new ASN1InputStream(octets)) {
      ASN1Primitive value = in.readObject();
      if (value != null && in.read() == -1) {
        return value;
      }
    } catch (IOException | RuntimeException e) {
      throw new IOException("it is malformed", e);
    }
    throw new IOException("it is malformed");
  }

  /**
   * Returns the value of an extension of a certificate or a list; empty if there is no such
   * extension.
   *
   * @throws IOException if it is not DER
   */
  static Optional<ASN1Primitive> extension(X509Extension of, String oid) throws IOException {
    byte[] value = of.getExtensionValue(oid);
    if (value == null) {
      return Optional.empty();
    }
    if (!(read(value) instanceof ASN1OctetString inner)) {
      throw new IOException("it is malformed");
    }
    return Optional.of(read(inner.getOctets()));
  }
}
