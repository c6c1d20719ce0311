package io.github.mailclad.internal.trust;

import io.github.mailclad.CertificateSummary;
import io.github.mailclad.internal.der.StrictDer;
import io.github.mailclad.internal.trust.WorkCounter.WorkLimitException;
import io.github.mailclad.refusal.CertificateRefusal.InvalidCertificate;
import io.github.mailclad.refusal.CertificateRefusal.WeakCertificate;
import io.github.mailclad.refusal.PeerText;
import io.github.mailclad.refusal.Refusal;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * The platform's own path validation (RFC 5280, section 6.1) of one path that satisfies all our
 * rules. It adds certificate policies, the algorithms that the administrator of this Java disabled,
 * and its list of blocked certificates.
 */
final class PlatformValidation {
  private static final String POLICY_MAPPINGS = "2.5.29.33";

  private PlatformValidation() {}

  /**
   * Returns the platform's refusal of the path; empty if it accepts the path.
   *
   * @param path the end-entity first, without the anchor
   * @param names the same path under its name constraints
   * @param present the object identifiers of all extensions of the path and of the anchor
   */
  static Optional<Refusal> refusal(
      List<X509Certificate> path,
      TrustAnchor anchor,
      ConstrainedPath names,
      Set<String> present,
      Instant now)
      throws WorkLimitException {
    Optional<Refusal> policies = policyDefect(path, present);
    if (policies.isPresent()) {
      return policies;
    }
    if (!names.hasConstrainedOtherNames()) {
      return pathRefusal(path, 0, anchor, present, now);
    }
    // The platform cannot compare otherNames and fails on them. They are in the end-entity, so the
    // platform validates only the authorities. For the end-entity it would only add policies.
    List<X509Certificate> whole =
        Stream.concat(path.stream(), Stream.of(anchor.getTrustedCert())).toList();
    for (int i = 0; i < whole.size(); i++) {
      if (StrictDer.has(whole.get(i), AnchorPolicies.POLICY_CONSTRAINTS)) {
        return Optional.of(
            invalid(whole.get(i), i, "policy constraints beside constraints of otherNames"));
      }
    }
    return pathRefusal(path.subList(1, path.size()), 1, anchor, present, now);
  }

  private static Optional<Refusal> pathRefusal(
      List<X509Certificate> path,
      int position,
      TrustAnchor anchor,
      Set<String> present,
      Instant now) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    AnchorPolicies policies;
    try {
      policies = AnchorPolicies.of(anchor.getTrustedCert());
    } catch (IOException malformed) {
      return Optional.of(
          invalid(
              anchor.getTrustedCert(),
              position + path.size(),
              String.valueOf(malformed.getMessage())));
    }
    try {
      PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
      parameters.setDate(Date.from(now));
      policies.restrict(parameters, path, present);
      // revocation is checked separately; the platform's check would fetch from the network
      parameters.setRevocationEnabled(false);
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      return Optional.empty();
    } catch (CertPathValidatorException e) {
      int at = Math.max(e.getIndex(), 0);
      CertificateSummary summary = CertificateSummary.of(path.get(at), position + at);
      return Optional.of(
          e.getReason() == BasicReason.ALGORITHM_CONSTRAINED
              ? new WeakCertificate(
                  summary,
                  PeerText.of(
                      "an algorithm that this Java's administrator disabled: " + e.getMessage()),
                  "what jdk.certpath.disabledAlgorithms leaves")
              : invalid(summary, String.valueOf(e.getMessage())));
    } catch (IOException malformed) {
      return Optional.of(invalid(path.get(0), position, String.valueOf(malformed.getMessage())));
    } catch (GeneralSecurityException | RuntimeException e) {
      // the platform fails on some constraints that RFC 5280 allows, for example an empty dNSName
      return Optional.of(
          invalid(path.get(0), position, "the platform cannot validate it: " + e.getMessage()));
    }
  }

  /**
   * Returns a refusal if there are too many policies. The platform follows every policy mapping, so
   * their number is raised to the power of the path's length.
   */
  private static Optional<Refusal> policyDefect(List<X509Certificate> path, Set<String> present)
      throws WorkLimitException {
    if (!present.contains(AnchorPolicies.CERTIFICATE_POLICIES)
        && !present.contains(POLICY_MAPPINGS)) {
      return Optional.empty();
    }
    long product = 1;
    for (int i = 0; i < path.size(); i++) {
      WorkCounter.within(
          octets(path.get(i), AnchorPolicies.CERTIFICATE_POLICIES),
          WorkCounter.MOST_POLICY_OCTETS,
          "more than %d octets of policies");
      try {
        Optional<ASN1Primitive> value =
            StrictDer.extension(path.get(i), POLICY_MAPPINGS, "policyMappings");
        int mappings = value.isPresent() ? ASN1Sequence.getInstance(value.get()).size() : 0;
        product *= Math.max(1, mappings);
        WorkCounter.within(
            product, WorkCounter.MOST_POLICY_MAPPINGS, "more than %d mappings of policies");
      } catch (IOException | IllegalArgumentException | IllegalStateException e) {
        return Optional.of(invalid(path.get(i), i, "its policyMappings are malformed"));
      }
    }
    return Optional.empty();
  }

  private static int octets(X509Certificate certificate, String oid) {
    byte[] value = StrictDer.has(certificate, oid) ? certificate.getExtensionValue(oid) : null;
    return value == null ? 0 : value.length;
  }

  private static Refusal invalid(X509Certificate certificate, int position, String rule) {
    return invalid(CertificateSummary.of(certificate, position), rule);
  }

  private static Refusal invalid(CertificateSummary certificate, String rule) {
    return new InvalidCertificate(certificate, PeerText.of(rule + " (RFC 5280, section 6.1)"));
  }
}
