package io.github.mailclad.internal.trust;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.internal.der.StrictDer;
import io.github.mailclad.refusal.CertificateRefusal.InvalidCertificate;
import io.github.mailclad.refusal.CertificateRefusal.KeyUsage;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * The rules for a single certificate, independent of its path. They are the profile of RFC 5280,
 * section 4, as far as a verifier must or can enforce it, and the strengths of RFC 9325, section
 * 4.5.
 */
final class CertificateRules {
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_USAGE = "2.5.29.37.0";
  private static final Set<String> FOR_SERVERS = Set.of(SERVER_AUTH);
  private static final Set<String> FOR_AUTHORITIES = Set.of(SERVER_AUTH, ANY_USAGE);
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
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
          NameConstraints.OID,
          "2.5.29.32", // certificatePolicies
          "2.5.29.33", // policyMappings
          "2.5.29.36", // policyConstraints
          "2.5.29.54"); // inhibitAnyPolicy

  private final Validity validity;
  private final IdentityHashMap<X509Certificate, Set<String>> extensions = new IdentityHashMap<>();

  /** Creates the rules for one instant. */
  CertificateRules(Validity validity) {
    this.validity = validity;
  }

  /** Returns the object identifiers of the extensions of a certificate, which are listed once. */
  Set<String> extensions(X509Certificate certificate) {
    Set<String> known = extensions.get(certificate);
    if (known == null) {
      known = StrictDer.extensions(certificate);
      extensions.put(certificate, known);
    }
    return known;
  }

  /**
   * Returns the defect of an end-entity certificate that is not itself a trust anchor; empty for
   * none.
   */
  Optional<Refusal> endEntity(X509Certificate leaf) {
    Optional<Refusal> found = trustedEndEntity(leaf);
    return found.isPresent() ? found : CertificateStrength.signatureDefect(leaf, 0);
  }

  /**
   * Returns the defect of an end-entity certificate that is a trust anchor; empty for none. Its
   * signature proves nothing and is not checked.
   */
  Optional<Refusal> trustedEndEntity(X509Certificate leaf) {
    Set<String> present = extensions(leaf);
    Optional<Refusal> found = validity.defect(leaf, 0);
    found = found.isPresent() ? found : form(leaf, 0);
    found = found.isPresent() ? found : invalid(leaf, 0, endEntityProfile(leaf, present));
    found = found.isPresent() ? found : criticalExtensions(leaf, 0);
    found = found.isPresent() ? found : usage(leaf, 0, endEntityUsage(leaf, present));
    return found.isPresent() ? found : CertificateStrength.keyDefect(leaf, 0);
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
    Optional<Refusal> found = validity.defect(certificate, 0);
    found = found.isPresent() ? found : form(certificate, 0);
    found = found.isPresent() ? found : criticalExtensions(certificate, 0);
    found = found.isPresent() ? found : usage(certificate, 0, crlSignerUsage(certificate));
    found = found.isPresent() ? found : CertificateStrength.keyDefect(certificate, 0);
    return found.isPresent() ? found : CertificateStrength.signatureDefect(certificate, 0);
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

  private static Optional<String> endEntityProfile(X509Certificate leaf, Set<String> present) {
    if (isEmpty(leaf.getIssuerX500Principal())) {
      return Optional.of("it does not name its issuer (RFC 5280, section 4.1.2.4)");
    }
    if (present.contains(NameConstraints.OID) && !isAuthority(leaf)) {
      return Optional.of(
          "it has name constraints, which only an authority may have (RFC 5280, section 4.2.1.10)");
    }
    boolean namedByExtensionOnly =
        present.contains(SUBJECT_ALT_NAME) && isEmpty(leaf.getSubjectX500Principal());
    return namedByExtensionOnly && !leaf.getCriticalExtensionOIDs().contains(SUBJECT_ALT_NAME)
        ? Optional.of(
            "its subject is empty, and its subjectAltName is not critical (RFC 5280, section 4.2.1.6)")
        : Optional.empty();
  }

  private static Optional<String> endEntityUsage(X509Certificate leaf, Set<String> present) {
    boolean[] keyUsage = leaf.getKeyUsage();
    if (keyUsage != null && !keyUsage[DIGITAL_SIGNATURE]) {
      return Optional.of(
          "its keyUsage does not include digitalSignature (RFC 8446, section 4.4.2.2)");
    }
    if (keyUsage != null && keyUsage[KEY_CERT_SIGN] && !isAuthority(leaf)) {
      return Optional.of(
          "its keyUsage includes keyCertSign, though it is not the certificate of an authority (RFC 5280, section 4.2.1.9)");
    }
    return otherUsage(leaf, keyUsage, present, FOR_SERVERS);
  }

  /**
   * Returns the defect of an authority's certificate that is not a trust anchor; empty for none.
   */
  Optional<Refusal> intermediate(X509Certificate certificate, int position) {
    Optional<Refusal> found = validity.defect(certificate, position);
    found = found.isPresent() ? found : form(certificate, position);
    found = found.isPresent() ? found : authority(certificate, position);
    return found.isPresent() ? found : CertificateStrength.signatureDefect(certificate, position);
  }

  /**
   * Returns the defect of a trust anchor that signed a certificate of the path; empty for none. The
   * anchor's own signature and version are not checked, but its extensions are.
   */
  Optional<Refusal> anchor(X509Certificate certificate, int position) {
    Optional<Refusal> found = validity.defect(certificate, position);
    if (found.isPresent()) {
      return found;
    }
    // version 1 has no extensions; that the anchor is trusted is enough
    return certificate.getVersion() == 1
        ? CertificateStrength.keyDefect(certificate, position)
        : authority(certificate, position);
  }

  private Optional<Refusal> authority(X509Certificate certificate, int position) {
    Optional<Refusal> found = invalid(certificate, position, authorityProfile(certificate));
    found = found.isPresent() ? found : criticalExtensions(certificate, position);
    found =
        found.isPresent()
            ? found
            : usage(certificate, position, authorityUsage(certificate, extensions(certificate)));
    return found.isPresent() ? found : CertificateStrength.keyDefect(certificate, position);
  }

  private static Optional<String> authorityProfile(X509Certificate certificate) {
    if (!isAuthority(certificate)) {
      return Optional.of(
          "it is used as the certificate of an authority, but its basicConstraints do not allow that (RFC 5280, section 4.2.1.9)");
    }
    return isEmpty(certificate.getSubjectX500Principal())
        ? Optional.of(
            "it is the certificate of an authority without a name (RFC 5280, section 4.1.2.6)")
        : Optional.empty();
  }

  private static Optional<String> authorityUsage(X509Certificate certificate, Set<String> present) {
    boolean[] keyUsage = certificate.getKeyUsage();
    if (keyUsage != null && !keyUsage[KEY_CERT_SIGN]) {
      return Optional.of(
          "its keyUsage does not include keyCertSign, but it signs certificates (RFC 5280, section 4.2.1.3)");
    }
    return otherUsage(certificate, keyUsage, present, FOR_AUTHORITIES);
  }

  /**
   * Returns a defect if keyUsage cannot be read, or extendedKeyUsage has no accepted purpose. The
   * platform ignores a keyUsage that it cannot read unless it is critical, and reports none.
   */
  private static Optional<String> otherUsage(
      X509Certificate certificate,
      boolean @Nullable [] keyUsage,
      Set<String> present,
      Set<String> accepted) {
    if (keyUsage == null && present.contains(KEY_USAGE)) {
      return Optional.of("its keyUsage is malformed (RFC 5280, section 4.2.1.3)");
    }
    if (!present.contains(EXTENDED_KEY_USAGE)) {
      return Optional.empty();
    }
    Optional<List<String>> usages = extendedUsages(certificate);
    if (usages.isEmpty()) {
      return Optional.of("its extended key usage is malformed (RFC 5280, section 4.2.1.12)");
    }
    return !Collections.disjoint(usages.get(), accepted)
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

  private static Optional<Refusal> criticalExtensions(X509Certificate certificate, int position) {
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

  private static boolean isEmpty(X500Principal name) {
    // a new name compares the number of RDNs, and neither encodes the other name nor normalizes it
    return name.equals(new X500Principal(""));
  }

  private static Refusal invalid(X509Certificate certificate, int position, String rule) {
    return new InvalidCertificate(CertificateSummary.of(certificate, position), PeerText.of(rule));
  }

  private static Optional<Refusal> invalid(
      X509Certificate certificate, int position, Optional<String> rule) {
    return rule.isPresent()
        ? Optional.of(invalid(certificate, position, rule.get()))
        : Optional.empty();
  }

  private static Optional<Refusal> usage(
      X509Certificate certificate, int position, Optional<String> rule) {
    return rule.isPresent()
        ? Optional.of(new KeyUsage(CertificateSummary.of(certificate, position), rule.get()))
        : Optional.empty();
  }
}
