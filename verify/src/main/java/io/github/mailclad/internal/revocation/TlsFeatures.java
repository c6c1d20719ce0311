package io.github.mailclad.internal.revocation;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.Outcome;
import io.github.mailclad.internal.der.StrictDer;
import io.github.mailclad.refusal.CertificateRefusal;
import io.github.mailclad.refusal.PeerText;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * The TLS features that a certificate demands of its server (RFC 7633).
 *
 * @param numbers the TLS extensions, by their registered numbers; empty for a certificate that
 *     demands none
 */
record TlsFeatures(Set<BigInteger> numbers) {
  private static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";

  private static final TlsFeatures NONE = new TlsFeatures(Set.of());

  /** status_request and status_request_v2: a stapled OCSP response is demanded. */
  private static final Set<BigInteger> STAPLING =
      Set.of(BigInteger.valueOf(5), BigInteger.valueOf(17));

  TlsFeatures {
    numbers = Set.copyOf(numbers);
  }

  /**
   * Returns the features that a certificate demands.
   *
   * @throws IOException if the extension is malformed
   */
  static TlsFeatures of(X509Certificate certificate) throws IOException {
    try {
      var extension = StrictDer.extension(certificate, TLS_FEATURE, "TLS feature extension");
      if (extension.isEmpty()) {
        return NONE;
      }
      Set<BigInteger> numbers = new HashSet<>();
      for (var number : ASN1Sequence.getInstance(extension.get())) {
        numbers.add(ASN1Integer.getInstance(number).getValue());
      }
      return new TlsFeatures(numbers);
    } catch (IOException | RuntimeException e) {
      throw new IOException("its TLS feature extension is malformed", e);
    }
  }

  /**
   * Returns the features that the end-entity of a path demands. Refused if the features of the path
   * have a defect: a malformed extension, or a certificate that demands less than its issuer does
   * (RFC 7633, section 4.2.2).
   *
   * @param path the end-entity first, each certificate below its issuer; not empty
   */
  static Outcome<TlsFeatures> ofEndEntity(List<PathCertificate> path) {
    X509Certificate read = path.get(0).certificate();
    int position = path.get(0).position();
    try {
      TlsFeatures endEntity = of(read);
      Set<BigInteger> own = endEntity.numbers();
      for (PathCertificate certified : path) {
        read = certified.issuer();
        position = certified.position() + 1;
        Set<BigInteger> demanded = of(read).numbers();
        if (!own.containsAll(demanded)) {
          Set<BigInteger> missing = new HashSet<>(demanded);
          missing.removeAll(own);
          return defect(
              certified.summary(), "it lacks TLS features that its issuer demands: " + missing);
        }
        own = demanded;
      }
      return Outcome.of(endEntity);
    } catch (IOException e) {
      return defect(CertificateSummary.of(read, position), String.valueOf(e.getMessage()));
    }
  }

  private static Outcome<TlsFeatures> defect(CertificateSummary certificate, String rule) {
    return Outcome.refused(
        new CertificateRefusal.InvalidCertificate(certificate, PeerText.of(rule)));
  }

  /** Returns whether a stapled OCSP response is demanded. */
  boolean demandStapling() {
    return !Collections.disjoint(numbers, STAPLING);
  }
}
