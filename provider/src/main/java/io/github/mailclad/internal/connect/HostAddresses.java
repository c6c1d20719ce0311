package io.github.mailclad.internal.connect;

import io.github.mailclad.Host;
import io.github.mailclad.dns.Alias;
import io.github.mailclad.dns.Answer;
import io.github.mailclad.dns.DnssecStatus;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The results of looking up a host's addresses.
 *
 * @param ipv6 its AAAA records
 * @param ipv4 its A records
 */
record HostAddresses(Answer<InetAddress> ipv6, Answer<InetAddress> ipv4) {

  private Stream<Answer<InetAddress>> families() {
    return Stream.of(ipv6, ipv4);
  }

  /**
   * Returns the failed look-up of one address family; empty if neither failed. If one family
   * failed, an attacker may have suppressed it and left only the other one.
   */
  Optional<Answer<InetAddress>> failure() {
    return families().filter(family -> !family.status().isAnswer()).findFirst();
  }

  /** Returns the addresses of both families. */
  List<InetAddress> all() {
    List<InetAddress> all = new ArrayList<>(ipv6.records());
    all.addAll(ipv4.records());
    return all;
  }

  /** Returns the better DNSSEC status of the two answers. */
  DnssecStatus status() {
    return families().anyMatch(family -> family.status() == DnssecStatus.SECURE)
        ? DnssecStatus.SECURE
        : DnssecStatus.INSECURE;
  }

  /**
   * Returns the names at which TLSA records may be, the preferred one first; empty if the answers
   * are not Secure that far. Each name can be sent as SNI. The end of all aliases counts if every
   * step is Secure. The host itself counts even if only the first step is Secure. Names in between
   * never count (RFC 7671, section 7; RFC 7672, section 2.2.3).
   */
  List<Host> bases(Host host) {
    Set<Host> bases = new LinkedHashSet<>();
    families()
        .filter(family -> family.status() == DnssecStatus.SECURE)
        .map(Answer::canonicalName)
        .flatMap(HostAddresses::hostNamed)
        .forEach(bases::add);
    if (status() == DnssecStatus.SECURE || families().anyMatch(HostAddresses::beginsSecure)) {
      bases.add(host);
    }
    return List.copyOf(bases);
  }

  /**
   * Returns the host of a name. An alias may lead to any name, also to one that no certificate can
   * carry; then this is empty.
   */
  private static Stream<Host> hostNamed(String name) {
    return Host.parse(name).filter(host -> host.name().isPresent()).stream();
  }

  private static boolean beginsSecure(Answer<?> family) {
    List<Alias> aliases = family.aliases();
    return !aliases.isEmpty() && aliases.get(0).status() == DnssecStatus.SECURE;
  }
}
