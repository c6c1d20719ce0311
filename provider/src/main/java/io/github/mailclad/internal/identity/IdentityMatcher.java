package io.github.mailclad.internal.identity;

import io.github.mailclad.Identifier;
import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.Identifier.IpId;
import io.github.mailclad.Identifier.SrvId;
import io.github.mailclad.internal.identity.PresentedIdentifiers.Presented;
import io.github.mailclad.refusal.CertificateRefusal.IdentityMismatch;
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
    return references.stream()
        .filter(reference -> presented.names().stream().anyMatch(name -> matches(reference, name)))
        .findFirst();
  }

  private static boolean matches(Identifier reference, Presented presented) {
    if (presented instanceof Presented.Exact exact) {
      return exact.identifier().equals(reference);
    }
    // the wildcard stands for exactly one whole label, and only in a DNS-ID (RFC 9525, section 6.3)
    return presented instanceof Presented.Wildcard wildcard
        && reference instanceof DnsId dns
        && dns.name().indexOf('.') > 0
        && dns.name().substring(dns.name().indexOf('.') + 1).equals(wildcard.base());
  }

  /** Returns the probable cause of a mismatch, for the person who has to fix it. */
  public static IdentityMismatch.Cause cause(
      Collection<Identifier> references, PresentedIdentifiers presented) {
    List<Presented> names = presented.names();
    if (names.isEmpty()) {
      return IdentityMismatch.Cause.NO_NAME;
    }
    if (names.stream().anyMatch(name -> isOtherServiceOf(references, name))) {
      return IdentityMismatch.Cause.OTHER_SERVICE;
    }
    List<String> domains =
        names.stream().map(IdentityMatcher::domain).flatMap(Optional::stream).toList();
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

  private static boolean isOtherServiceOf(Collection<Identifier> references, Presented name) {
    return name instanceof Presented.Exact exact
        && exact.identifier() instanceof SrvId srv
        && references.stream()
            .anyMatch(r -> r instanceof SrvId expected && expected.domain().equals(srv.domain()));
  }

  /** Returns the domain name in a DNS-ID, without the wildcard. */
  private static Optional<String> domain(Presented name) {
    if (name instanceof Presented.Wildcard wildcard) {
      return Optional.of(wildcard.base());
    }
    return ((Presented.Exact) name).identifier() instanceof DnsId dns
        ? Optional.of(dns.name())
        : Optional.empty();
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
