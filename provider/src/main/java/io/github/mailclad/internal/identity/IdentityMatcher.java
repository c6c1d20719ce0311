package io.github.mailclad.internal.identity;

import io.github.mailclad.Identifier;
import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.internal.identity.PresentedIdentifiers.Presented;
import java.util.Collection;
import java.util.Optional;

/**
 * The comparison of reference identifiers with presented ones (RFC 9525, section 6). Normalized on
 * both sides, so equality decides.
 */
public final class IdentityMatcher {
  private IdentityMatcher() {}

  /** The first reference identifier that a presented one matches (RFC 9525, section 6.6). */
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
}
