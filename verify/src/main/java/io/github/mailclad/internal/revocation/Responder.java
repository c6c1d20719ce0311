package io.github.mailclad.internal.revocation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * The signer of an OCSP response: the issuer of the certificate in question, or a responder to
 * which this issuer itself delegated (RFC 6960, section 4.2.2.2). No other signer is accepted, and
 * responders cannot be trusted by local configuration. The revocation status of the delegate is not
 * checked; a well-managed delegate has a short lifetime (section 4.2.2.2.1). Immutable.
 */
final class Responder {
  private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
  private static final int MOST_CERTIFICATES = 4;

  /**
   * The object identifiers of key usage, extended key usage and basic constraints, which are
   * checked below.
   */
  private static final Set<String> KNOWN_EXTENSIONS = Set.of("2.5.29.15", "2.5.29.37", "2.5.29.19");

  private final ResponderID id;
  private final byte[] content;
  private final AlgorithmIdentifier algorithm;
  private final byte[] signature;
  private final List<X509Certificate> delegates;

  private Responder(
      ResponderID id,
      byte[] content,
      AlgorithmIdentifier algorithm,
      byte[] signature,
      List<X509Certificate> delegates) {
    this.id = id;
    this.content = content;
    this.algorithm = algorithm;
    this.signature = signature;
    this.delegates = delegates;
  }

  /**
   * Returns the responder that claims to have signed a response.
   *
   * @param received a BasicOCSPResponse
   * @throws IOException if the response carries certificates that cannot be read, or too many
   */
  static Responder of(ASN1Sequence received) throws IOException {
    BasicOCSPResponse basic = BasicOCSPResponse.getInstance(received);
    return new Responder(
        basic.getTbsResponseData().getResponderID(),
        // as received: parsed objects may be encoded to octets other than the signed ones
        received.getObjectAt(0).toASN1Primitive().getEncoded(ASN1Encoding.DER),
        basic.getSignatureAlgorithm(),
        basic.getSignature().getOctets(),
        certificates(basic));
  }

  private static List<X509Certificate> certificates(BasicOCSPResponse basic) throws IOException {
    ASN1Sequence sequence = basic.getCerts();
    List<X509Certificate> certificates = new ArrayList<>();
    if (sequence == null) {
      return certificates;
    }
    if (sequence.size() > MOST_CERTIFICATES) {
      throw new IOException("it carries more than " + MOST_CERTIFICATES + " certificates");
    }
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (int i = 0; i < sequence.size(); i++) {
        byte[] der = sequence.getObjectAt(i).toASN1Primitive().getEncoded(ASN1Encoding.DER);
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
      }
    } catch (CertificateException e) {
      throw new IOException("it carries a certificate that cannot be read", e);
    }
    return List.copyOf(certificates);
  }

  /**
   * Refuses a response that neither the issuer nor its delegate signed.
   *
   * @param issuer the issuer of the certificate in question
   * @param now the instant at which the delegation must be valid
   * @throws IOException if it is not accepted; the message says why
   */
  void checkAuthorised(X509Certificate issuer, Instant now) throws IOException {
    if (isNamedBy(issuer)) {
      StrongSignature.check(issuer.getPublicKey(), algorithm, content, signature);
      return;
    }
    IOException refused =
        new IOException("neither the issuer nor a responder of the issuer signed it");
    for (X509Certificate delegate : delegates) {
      if (isNamedBy(delegate)) {
        try {
          checkDelegate(delegate, issuer, now);
          StrongSignature.check(delegate.getPublicKey(), algorithm, content, signature);
          return;
        } catch (IOException e) {
          refused = e;
        }
      }
    }
    throw refused;
  }

  private boolean isNamedBy(X509Certificate certificate) throws IOException {
    byte[] keyHash = id.getKeyHash();
    if (keyHash != null) {
      return MessageDigest.isEqual(keyHash, CertIds.keyHash(certificate.getPublicKey()));
    }
    return new X500Principal(id.getName().getEncoded(ASN1Encoding.DER))
        .equals(certificate.getSubjectX500Principal());
  }

  private static void checkDelegate(X509Certificate delegate, X509Certificate issuer, Instant now)
      throws IOException {
    PublicKey issuerKey = issuer.getPublicKey();
    if (!delegate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      throw new IOException("its responder is not a delegate of the issuer");
    }
    StrongSignature.checkAlgorithm(delegate.getSigAlgOID(), delegate.getSigAlgParams());
    StrongSignature.checkKey(delegate.getPublicKey());
    try {
      delegate.verify(issuerKey);
    } catch (GeneralSecurityException e) {
      throw new IOException("its responder is not a delegate of the issuer", e);
    }
    try {
      delegate.checkValidity(Date.from(now));
    } catch (CertificateException e) {
      throw new IOException("the certificate of its responder is not valid at that time", e);
    }
    checkPurpose(delegate);
  }

  private static void checkPurpose(X509Certificate delegate) throws IOException {
    try {
      List<String> purposes = delegate.getExtendedKeyUsage();
      if (purposes == null || !purposes.contains(OCSP_SIGNING)) {
        throw new IOException("the certificate of its responder is not for OCSP signing");
      }
    } catch (CertificateException e) {
      throw new IOException("the certificate of its responder is malformed", e);
    }
    boolean[] usage = delegate.getKeyUsage();
    if (usage != null && !usage[0] && !usage[1]) {
      throw new IOException("the certificate of its responder is not for signatures");
    }
    Set<String> critical = delegate.getCriticalExtensionOIDs();
    if (critical != null && !KNOWN_EXTENSIONS.containsAll(critical)) {
      throw new IOException("the certificate of its responder has an unknown critical extension");
    }
  }
}
