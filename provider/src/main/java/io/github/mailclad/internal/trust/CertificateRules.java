package io.github.mailclad.internal.trust;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.internal.der.MlDsa;
import io.github.mailclad.internal.der.StrictDer;
import io.github.mailclad.refusal.CertificateRefusal.InvalidCertificate;
import io.github.mailclad.refusal.CertificateRefusal.KeyUsage;
import io.github.mailclad.refusal.CertificateRefusal.UnsupportedAlgorithm;
import io.github.mailclad.refusal.CertificateRefusal.WeakCertificate;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules for a single certificate, independent of its path. They are the profile of RFC 5280,
 * section 4, as far as a verifier must or can enforce it, and the strengths of RFC 9325, section
 * 4.5.
 */
final class CertificateRules {
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_USAGE = "2.5.29.37.0";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String NAME_CONSTRAINTS = "2.5.29.30";
  private static final String SUBJECT_ALT_NAME = "2.5.29.17";

  private static final int LONGEST_SERIAL = 20;
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int KEY_CERT_SIGN = 5;
  private static final int CRL_SIGN = 6;

  /**
   * The critical extensions that path validation processes; a certificate with any other critical
   * extension is refused.
   */
  private static final Set<String> PROCESSED =
      Set.of(
          KEY_USAGE,
          "2.5.29.19", // basicConstraints
          EXTENDED_KEY_USAGE,
          SUBJECT_ALT_NAME,
          NAME_CONSTRAINTS,
          "2.5.29.32", // certificatePolicies
          "2.5.29.33", // policyMappings
          "2.5.29.36", // policyConstraints
          "2.5.29.54"); // inhibitAnyPolicy

  private final Validity validity;

  /** Creates the rules for one instant. */
  CertificateRules(Validity validity) {
    this.validity = validity;
  }

  /**
   * Returns the defect of an end-entity certificate that is not itself a trust anchor; empty for
   * none.
   */
  Optional<Refusal> endEntity(X509Certificate leaf) {
    return trustedEndEntity(leaf).or(() -> signature(leaf, 0));
  }

  /**
   * Returns the defect of an end-entity certificate that is a trust anchor; empty for none. Its
   * signature proves nothing and is not checked.
   */
  Optional<Refusal> trustedEndEntity(X509Certificate leaf) {
    return validity
        .defect(leaf, 0)
        .or(() -> form(leaf, 0))
        .or(() -> endEntityProfile(leaf).map(rule -> invalid(leaf, 0, rule)))
        .or(() -> extensions(leaf, 0))
        .or(() -> endEntityUsage(leaf).map(rule -> usage(leaf, 0, rule)))
        .or(() -> key(leaf, 0));
  }

  /**
   * Returns a refusal if an end-entity certificate that is not a trust anchor is the certificate of
   * an authority. This is no defect of a trust anchor: the anchor, which could issue for every
   * other name too, is itself trusted.
   */
  Optional<Refusal> authorityAsServer(X509Certificate leaf) {
    return isAuthority(leaf)
        ? Optional.of(
            invalid(
                leaf,
                0,
                "it is the certificate of an authority, not of a server (RFC 5280, section 4.2.1.9)"))
        : Optional.empty();
  }

  /** Returns the defect of the certificate of a key that signs revocation lists; empty for none. */
  Optional<Refusal> crlSigner(X509Certificate certificate) {
    return validity
        .defect(certificate, 0)
        .or(() -> form(certificate, 0))
        .or(() -> extensions(certificate, 0))
        .or(() -> crlSignerUsage(certificate).map(rule -> usage(certificate, 0, rule)))
        .or(() -> key(certificate, 0))
        .or(() -> signature(certificate, 0));
  }

  private static Optional<String> crlSignerUsage(X509Certificate certificate) {
    boolean[] keyUsage = certificate.getKeyUsage();
    return keyUsage != null && keyUsage[CRL_SIGN]
        ? Optional.empty()
        : Optional.of("its keyUsage does not include cRLSign (RFC 5280, section 4.2.1.3)");
  }

  private static boolean isAuthority(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0;
  }

  private static Optional<String> endEntityProfile(X509Certificate leaf) {
    if (isEmpty(leaf.getIssuerX500Principal().getEncoded())) {
      return Optional.of("it does not name its issuer (RFC 5280, section 4.1.2.4)");
    }
    if (!isAuthority(leaf) && StrictDer.has(leaf, NAME_CONSTRAINTS)) {
      return Optional.of(
          "it has name constraints, which only an authority may have (RFC 5280, section 4.2.1.10)");
    }
    boolean namedByExtensionOnly =
        isEmpty(leaf.getSubjectX500Principal().getEncoded())
            && StrictDer.has(leaf, SUBJECT_ALT_NAME);
    return namedByExtensionOnly && !leaf.getCriticalExtensionOIDs().contains(SUBJECT_ALT_NAME)
        ? Optional.of(
            "its subject is empty, and its subjectAltName is not critical (RFC 5280, section 4.2.1.6)")
        : Optional.empty();
  }

  private static Optional<String> endEntityUsage(X509Certificate leaf) {
    boolean[] keyUsage = leaf.getKeyUsage();
    if (keyUsage != null && !keyUsage[DIGITAL_SIGNATURE]) {
      return Optional.of(
          "its keyUsage does not include digitalSignature (RFC 8446, section 4.4.2.2)");
    }
    if (keyUsage != null && keyUsage[KEY_CERT_SIGN] && !isAuthority(leaf)) {
      return Optional.of(
          "its keyUsage includes keyCertSign, though it is not the certificate of an authority (RFC 5280, section 4.2.1.9)");
    }
    return malformedKeyUsage(leaf).or(() -> extendedUsage(leaf, Set.of(SERVER_AUTH)));
  }

  /**
   * Returns the defect of an authority's certificate that is not a trust anchor; empty for none.
   */
  Optional<Refusal> intermediate(X509Certificate certificate, int position) {
    return validity
        .defect(certificate, position)
        .or(() -> form(certificate, position))
        .or(() -> authority(certificate, position))
        .or(() -> signature(certificate, position));
  }

  /**
   * Returns the defect of a trust anchor that signed a certificate of the path; empty for none. The
   * anchor's own signature and version are not checked, but its extensions are.
   */
  Optional<Refusal> anchor(X509Certificate certificate, int position) {
    return validity
        .defect(certificate, position)
        .or(
            () ->
                // version 1 has no extensions; that the anchor is trusted is enough
                certificate.getVersion() == 1
                    ? key(certificate, position)
                    : authority(certificate, position));
  }

  private static Optional<Refusal> authority(X509Certificate certificate, int position) {
    return authorityProfile(certificate)
        .map(rule -> invalid(certificate, position, rule))
        .or(() -> extensions(certificate, position))
        .or(() -> authorityUsage(certificate).map(rule -> usage(certificate, position, rule)))
        .or(() -> key(certificate, position));
  }

  private static Optional<String> authorityProfile(X509Certificate certificate) {
    if (!isAuthority(certificate)) {
      return Optional.of(
          "it is used as the certificate of an authority, but its basicConstraints do not allow that (RFC 5280, section 4.2.1.9)");
    }
    return isEmpty(certificate.getSubjectX500Principal().getEncoded())
        ? Optional.of(
            "it is the certificate of an authority without a name (RFC 5280, section 4.1.2.6)")
        : Optional.empty();
  }

  private static Optional<String> authorityUsage(X509Certificate certificate) {
    boolean[] keyUsage = certificate.getKeyUsage();
    if (keyUsage != null && !keyUsage[KEY_CERT_SIGN]) {
      return Optional.of(
          "its keyUsage does not include keyCertSign, but it signs certificates (RFC 5280, section 4.2.1.3)");
    }
    return malformedKeyUsage(certificate)
        .or(() -> extendedUsage(certificate, Set.of(SERVER_AUTH, ANY_USAGE)));
  }

  /**
   * Returns a defect if keyUsage cannot be read. The platform ignores such an extension unless it
   * is critical, and reports no keyUsage.
   */
  private static Optional<String> malformedKeyUsage(X509Certificate certificate) {
    return certificate.getKeyUsage() == null && StrictDer.has(certificate, KEY_USAGE)
        ? Optional.of("its keyUsage is malformed (RFC 5280, section 4.2.1.3)")
        : Optional.empty();
  }

  private static Optional<String> extendedUsage(X509Certificate certificate, Set<String> accepted) {
    if (!StrictDer.has(certificate, EXTENDED_KEY_USAGE)) {
      return Optional.empty();
    }
    Optional<List<String>> usages = extendedUsages(certificate);
    if (usages.isEmpty()) {
      return Optional.of("its extended key usage is malformed (RFC 5280, section 4.2.1.12)");
    }
    return usages.get().stream().anyMatch(accepted::contains)
        ? Optional.empty()
        : Optional.of(
            "its extended key usage does not include serverAuth (RFC 5280, section 4.2.1.12)");
  }

  /** Returns the purposes of an extendedKeyUsage extension; empty if it cannot be read. */
  private static Optional<List<String>> extendedUsages(X509Certificate certificate) {
    try {
      return Optional.ofNullable(certificate.getExtendedKeyUsage());
    } catch (CertificateParsingException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<Refusal> form(X509Certificate certificate, int position) {
    if (certificate.getSerialNumber().toByteArray().length > LONGEST_SERIAL) {
      return Optional.of(
          invalid(
              certificate,
              position,
              "its serial number has more than 20 octets (RFC 5280, section 4.1.2.2)"));
    }
    return certificate.getVersion() == 3
        ? Optional.empty()
        : Optional.of(
            invalid(
                certificate,
                position,
                "it is not an X.509 version 3 certificate (RFC 5280, section 4.1.2.1)"));
  }

  private static Optional<Refusal> extensions(X509Certificate certificate, int position) {
    Set<String> critical = certificate.getCriticalExtensionOIDs();
    if (critical != null && !PROCESSED.containsAll(critical)) {
      String unknown =
          critical.stream().filter(oid -> !PROCESSED.contains(oid)).findFirst().orElseThrow();
      return Optional.of(
          invalid(
              certificate,
              position,
              "its extension "
                  + unknown
                  + " must not be critical, or is unknown (RFC 5280, section 4.2)"));
    }
    return Optional.empty();
  }

  private static Optional<Refusal> key(X509Certificate certificate, int position) {
    return CertificateStrength.weakness(certificate.getPublicKey())
        .map(found -> weak(certificate, position, found))
        .or(() -> unverifiable(MlDsa.of(certificate.getPublicKey()), certificate, position));
  }

  private static Optional<Refusal> signature(X509Certificate certificate, int position) {
    return CertificateStrength.weakSignature(certificate)
        .map(found -> weak(certificate, position, found))
        .or(() -> unverifiable(MlDsa.of(certificate.getSigAlgOID()), certificate, position));
  }

  private static Optional<Refusal> unverifiable(
      Optional<MlDsa> algorithm, X509Certificate certificate, int position) {
    return algorithm
        .filter(used -> !used.isVerifiable())
        .map(
            used ->
                new UnsupportedAlgorithm(
                    CertificateSummary.of(certificate, position), used.toString()));
  }

  private static boolean isEmpty(byte[] name) {
    return name.length == 2;
  }

  private static Refusal invalid(X509Certificate certificate, int position, String rule) {
    return new InvalidCertificate(CertificateSummary.of(certificate, position), PeerText.of(rule));
  }

  private static Refusal usage(X509Certificate certificate, int position, String rule) {
    return new KeyUsage(CertificateSummary.of(certificate, position), rule);
  }

  private static Refusal weak(X509Certificate certificate, int position, String found) {
    return new WeakCertificate(
        CertificateSummary.of(certificate, position),
        PeerText.of(found),
        CertificateStrength.REQUIRED);
  }
}
