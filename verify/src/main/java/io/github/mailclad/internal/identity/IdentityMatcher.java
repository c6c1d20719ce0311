package io.github.mailclad.internal.identity;

import io.github.mailclad.Identifier;
import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.Identifier.IpId;
import io.github.mailclad.Identifier.SrvId;
import io.github.mailclad.refusal.CertificateRefusal.IdentityMismatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The comparison of reference identifiers with presented ones (RFC 9525, section 6). Both are
 * normalized, so they are compared for equality.
 */
public final class IdentityMatcher {
  private IdentityMatcher() {}

  /**
   * Returns the first reference identifier that a presented one matches (RFC 9525, section 6.6).
   */
  public static Optional<Identifier> match(
      Collection<Identifier> references, PresentedIdentifiers presented) {
    for (Identifier reference : references) {
      if (presented.exact().contains(reference) || isCovered(reference, presented.wildcards())) {
        return Optional.of(reference);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns whether a wildcard covers a reference identifier. The wildcard stands for exactly one
   * whole label, and only in a DNS-ID (RFC 9525, section 6.3).
   */
  private static boolean isCovered(Identifier reference, List<String> wildcards) {
    return reference instanceof DnsId dns
        && dns.name().indexOf('.') > 0
        && wildcards.contains(dns.name().substring(dns.name().indexOf('.') + 1));
  }

  /** Returns the probable cause of a mismatch, for the person who has to fix it. */
  public static IdentityMismatch.Cause cause(
      Collection<Identifier> references, PresentedIdentifiers presented) {
    if (presented.exact().isEmpty() && presented.wildcards().isEmpty()) {
      return IdentityMismatch.Cause.NO_NAME;
    }
    if (presented.exact().stream().anyMatch(name -> isOtherServiceOf(references, name))) {
      return IdentityMismatch.Cause.OTHER_SERVICE;
    }
    List<String> domains = domains(presented);
    if (!domains.isEmpty() && references.stream().allMatch(IpId.class::isInstance)) {
      return IdentityMismatch.Cause.ADDRESS;
    }
    return references.stream()
            .anyMatch(
                reference ->
                    reference instanceof DnsId dns
                        && domains.stream().anyMatch(domain -> haveOneParent(dns.name(), domain)))
        ? IdentityMismatch.Cause.SIBLING
        : IdentityMismatch.Cause.OTHER_NAME;
  }

  private static boolean isOtherServiceOf(Collection<Identifier> references, Identifier name) {
    return name instanceof SrvId srv
        && references.stream()
            .anyMatch(r -> r instanceof SrvId expected && expected.domain().equals(srv.domain()));
  }

  /** Returns the domain names in the DNS-IDs, without wildcards. */
  private static List<String> domains(PresentedIdentifiers presented) {
    List<String> domains = new ArrayList<>(presented.wildcards());
    for (Identifier name : presented.exact()) {
      if (name instanceof DnsId dns) {
        domains.add(dns.name());
      }
    }
    return domains;
  }

  /** Returns whether two names have their last two labels in common. */
  private static boolean haveOneParent(String a, String b) {
    return a.indexOf('.') > 0 && lastTwoLabels(a).equals(lastTwoLabels(b));
  }

  private static String lastTwoLabels(String name) {
    int last = name.lastIndexOf('.');
    return name.substring(name.lastIndexOf('.', last - 1) + 1);
  }
}
