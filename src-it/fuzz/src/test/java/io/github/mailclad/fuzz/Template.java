package io.github.mailclad.fuzz;

import io.github.mailclad.fixtures.Issued;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.Extension;

/**
 * A certificate in which one extension is exchanged, thousands of times a second: nothing is signed
 * again, so its signature is wrong, which no trust anchor and no reader of names looks at.
 */
final class Template {
  private final ASN1Sequence certificate;
  private final ASN1Sequence toBeSigned;
  private final ASN1ObjectIdentifier extension;

  Template(Issued model, ASN1ObjectIdentifier extension) {
    try {
      this.certificate = ASN1Sequence.getInstance(model.certificate().getEncoded());
    } catch (CertificateException e) {
      throw new IllegalArgumentException("a certificate without encoding", e);
    }
    this.toBeSigned = ASN1Sequence.getInstance(certificate.getObjectAt(0));
    this.extension = extension;
  }

  /** The certificate with this value of the extension; empty if the platform cannot read it. */
  Optional<X509Certificate> with(byte[] value) {
    ASN1EncodableVector fields = new ASN1EncodableVector();
    for (int i = 0; i < toBeSigned.size() - 1; i++) {
      fields.add(toBeSigned.getObjectAt(i));
    }
    fields.add(new DERTaggedObject(true, 3, extensions(value)));
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(new DERSequence(fields));
    parts.add(certificate.getObjectAt(1));
    parts.add(certificate.getObjectAt(2));
    try {
      byte[] der = new DERSequence(parts).getEncoded(ASN1Encoding.DER);
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  private DERSequence extensions(byte[] value) {
    ASN1Sequence model =
        ASN1Sequence.getInstance(
            ASN1TaggedObject.getInstance(toBeSigned.getObjectAt(toBeSigned.size() - 1)), true);
    ASN1EncodableVector extensions = new ASN1EncodableVector();
    for (int i = 0; i < model.size(); i++) {
      if (!Extension.getInstance(model.getObjectAt(i)).getExtnId().equals(extension)) {
        extensions.add(model.getObjectAt(i));
      }
    }
    extensions.add(new Extension(extension, false, value));
    return new DERSequence(extensions);
  }
}
