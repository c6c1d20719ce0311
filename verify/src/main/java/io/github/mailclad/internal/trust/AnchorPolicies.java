package io.github.mailclad.internal.trust;

import io.github.mailclad.internal.der.StrictDer;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.PKIXParameters;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.PolicyConstraints;

/**
 * The requirements of a trust anchor's policy extensions for the paths below it. Path validation
 * reads no extension of an anchor (RFC 5280, section 6.1.1 (d)). The requirements therefore become
 * inputs of the validation (RFC 5937, section 3.2).
 *
 * @param policies the policies for which the anchor is trusted; empty for all
 * @param explicit the number of certificates after which an acceptable policy is required
 * @param mapping the number of certificates after which policy mapping is inhibited
 * @param any the number of certificates after which anyPolicy no longer matches other policies
 */
record AnchorPolicies(
    Set<String> policies,
    Optional<BigInteger> explicit,
    Optional<BigInteger> mapping,
    Optional<BigInteger> any) {
  static final String CERTIFICATE_POLICIES = "2.5.29.32";
  static final String POLICY_CONSTRAINTS = "2.5.29.36";
  private static final String INHIBIT_ANY_POLICY = "2.5.29.54";
  private static final String ANY_POLICY = "2.5.29.32.0";
  private static final AnchorPolicies NONE =
      new AnchorPolicies(Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

  AnchorPolicies {
    policies = Set.copyOf(policies);
  }

  /**
   * Reads the extensions of an anchor, whether they are critical or not.
   *
   * @throws IOException if one cannot be read; the message names it
   */
  static AnchorPolicies of(X509Certificate anchor) throws IOException {
    if (!StrictDer.has(anchor, POLICY_CONSTRAINTS)
        && !StrictDer.has(anchor, CERTIFICATE_POLICIES)
        && !StrictDer.has(anchor, INHIBIT_ANY_POLICY)) {
      return NONE;
    }
    try {
      Optional<PolicyConstraints> constraints =
          extension(anchor, POLICY_CONSTRAINTS, "policyConstraints")
              .map(PolicyConstraints::getInstance);
      return new AnchorPolicies(
          extension(anchor, CERTIFICATE_POLICIES, "certificatePolicies")
              .map(CertificatePolicies::getInstance)
              .map(AnchorPolicies::restriction)
              .orElse(Set.of()),
          constraints.map(PolicyConstraints::getRequireExplicitPolicyMapping),
          constraints.map(PolicyConstraints::getInhibitPolicyMapping),
          inhibitAnyPolicy(anchor));
    } catch (RuntimeException e) {
      // Bouncy Castle's ASN.1 parser reports defects as runtime exceptions of several types
      throw new IOException("a policy extension is malformed", e);
    }
  }

  private static Optional<ASN1Primitive> extension(X509Certificate anchor, String oid, String name)
      throws IOException {
    return StrictDer.extension(anchor, oid, name);
  }

  private static Optional<BigInteger> inhibitAnyPolicy(X509Certificate certificate)
      throws IOException {
    return extension(certificate, INHIBIT_ANY_POLICY, "inhibitAnyPolicy")
        .map(value -> ASN1Integer.getInstance(value).getPositiveValue());
  }

  private static Set<String> restriction(CertificatePolicies policies) {
    Set<String> named =
        Arrays.stream(policies.getPolicyInformation())
            .map(policy -> policy.getPolicyIdentifier().getId())
            .collect(Collectors.toSet());
    return named.contains(ANY_POLICY) ? Set.of() : named;
  }

  /**
   * Applies the requirements to the validation of a path. The validation can only allow or forbid
   * policy mapping and anyPolicy as a whole. A number of certificates that ends within the path
   * therefore counts as 0 for them, which is stricter.
   *
   * @param path the end-entity first, without the anchor
   * @param present the object identifiers of at least all extensions of the path
   * @throws IOException if an extension of the path that is read here cannot be read
   */
  void restrict(PKIXParameters parameters, List<X509Certificate> path, Set<String> present)
      throws IOException {
    if (!policies.isEmpty()) {
      parameters.setInitialPolicies(policies);
    }
    int authorities = path.size() - 1;
    int steps = 1 + PathValidation.authorities(path.subList(1, path.size()));
    parameters.setExplicitPolicyRequired(isReached(explicit, steps));
    parameters.setPolicyMappingInhibited(isReached(mapping, authorities - 1));
    parameters.setAnyPolicyInhibited(
        isReached(any, authorities)
            || (present.contains(INHIBIT_ANY_POLICY) && isInhibitedPlainly(path)));
  }

  /**
   * Returns whether an inhibitAnyPolicy extension that is not critical applies; the platform
   * ignores such an extension.
   */
  private static boolean isInhibitedPlainly(List<X509Certificate> path) throws IOException {
    boolean inhibited = false;
    for (int i = 1; i < path.size(); i++) {
      Set<String> plain = path.get(i).getNonCriticalExtensionOIDs();
      if (plain != null && plain.contains(INHIBIT_ANY_POLICY)) {
        try {
          inhibited |= isReached(inhibitAnyPolicy(path.get(i)), i - 1);
        } catch (RuntimeException e) {
          throw new IOException("an inhibitAnyPolicy is malformed", e);
        }
      }
    }
    return inhibited;
  }

  private static boolean isReached(Optional<BigInteger> number, int within) {
    return number.isPresent() && number.get().compareTo(BigInteger.valueOf(within)) <= 0;
  }
}
