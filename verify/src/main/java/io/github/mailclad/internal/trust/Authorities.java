package io.github.mailclad.internal.trust;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** The configured trust anchors and intermediates, by name. Immutable. */
final class Authorities {
  private final Map<X500Principal, List<Authority>> byName = new HashMap<>();
  private final Set<X509Certificate> anchors;
  private final Set<BigInteger> serialNumbers;

  Authorities(Collection<X509Certificate> anchors, Collection<X509Certificate> intermediates) {
    this.anchors = Set.copyOf(anchors);
    Set<BigInteger> numbers = new HashSet<>();
    // a certificate that is both anchor and intermediate counts as an anchor
    Set<X509Certificate> seen = new HashSet<>();
    for (X509Certificate anchor : anchors) {
      numbers.add(anchor.getSerialNumber());
      if (seen.add(anchor)) {
        add(Authority.anchor(anchor));
      }
    }
    for (X509Certificate intermediate : intermediates) {
      if (seen.add(intermediate)) {
        add(Authority.intermediate(intermediate));
      }
    }
    this.serialNumbers = Set.copyOf(numbers);
  }

  private void add(Authority authority) {
    List<Authority> known = byName.get(authority.name());
    if (known == null) {
      known = new ArrayList<>();
      byName.put(authority.name(), known);
    }
    known.add(authority);
  }

  /** Returns the authorities of this name, anchors first. */
  List<Authority> named(X500Principal name) {
    return Collections.unmodifiableList(byName.getOrDefault(name, List.of()));
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
