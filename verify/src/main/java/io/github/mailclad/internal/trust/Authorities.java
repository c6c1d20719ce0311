package io.github.mailclad.internal.trust;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/** The configured trust anchors and intermediates, by name. Immutable. */
final class Authorities {
  private final Map<X500Principal, List<Authority>> byName;
  private final Set<X509Certificate> anchors;
  private final Set<BigInteger> serialNumbers;

  Authorities(Collection<X509Certificate> anchors, Collection<X509Certificate> intermediates) {
    this.anchors = Set.copyOf(anchors);
    this.serialNumbers =
        anchors.stream()
            .map(X509Certificate::getSerialNumber)
            .collect(Collectors.toUnmodifiableSet());
    Map<X500Principal, List<Authority>> found = new HashMap<>();
    // a certificate that is both anchor and intermediate counts as an anchor
    Set<X509Certificate> seen = new HashSet<>();
    anchors.stream().filter(seen::add).forEach(a -> add(found, Authority.anchor(a)));
    intermediates.stream().filter(seen::add).forEach(i -> add(found, Authority.intermediate(i)));
    found.replaceAll((name, authorities) -> List.copyOf(authorities));
    byName = Map.copyOf(found);
  }

  private static void add(Map<X500Principal, List<Authority>> found, Authority authority) {
    found.computeIfAbsent(authority.name(), name -> new ArrayList<>()).add(authority);
  }

  /** Returns the authorities of this name, anchors first. */
  List<Authority> named(X500Principal name) {
    return byName.getOrDefault(name, List.of());
  }

  /** Returns whether this certificate is a trust anchor. */
  boolean isAnchor(X509Certificate certificate) {
    // the hash of a certificate covers all its octets, and almost no certificate is an anchor
    return serialNumbers.contains(certificate.getSerialNumber()) && anchors.contains(certificate);
  }

  /** Returns all trust anchors. */
  Set<X509Certificate> anchors() {
    return anchors;
  }
}
