package io.github.mailclad;

import io.github.mailclad.internal.text.Ascii;
import java.io.Serializable;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A name of a server, as a reference identifier that we expect or as a presented identifier that a
 * certificate carries (RFC 9525, section 1.8). Values are normalized: domain names are A-labels in
 * lower case without a trailing dot. There is no CN-ID: the Common Name never identifies a server
 * (RFC 9525, section 2).
 */
public sealed interface Identifier extends Serializable {

  /**
   * A DNS-ID: a domain name that a {@code dNSName} of a certificate matches (RFC 9525, section
   * 6.3).
   *
   * @param name a domain name of LDH labels, at most 253 characters
   */
  record DnsId(String name) implements Identifier {
    /** Normalizes the case and refuses what is not a host name. */
    public DnsId {
      name = DomainNames.requireHostName(name);
    }

    @Override
    public String toString() {
      return "DNS-ID " + name;
    }
  }

  /**
   * A SRV-ID: a service at a domain, both of which an {@code SRVName} of a certificate matches (RFC
   * 4985; RFC 7817, section 3).
   *
   * @param service the service label without its underscore, for example {@code imaps}
   * @param domain the domain that the user gave, never the target of a SRV record
   */
  record SrvId(String service, String domain) implements Identifier {
    /** Normalizes the case and refuses what is not a service and a domain. */
    public SrvId {
      service = Ascii.lowerCase(service);
      if (!DomainNames.isLabel(service)) {
        throw new IllegalArgumentException("not a service label: " + service);
      }
      domain = DomainNames.requireHostName(domain);
    }

    @Override
    public String toString() {
      return "SRV-ID _" + service + "." + domain;
    }
  }

  /**
   * An IP-ID: an address that an {@code iPAddress} of a certificate matches octet by octet (RFC
   * 9525, section 6.4).
   *
   * @param address an IPv4 or IPv6 address without a zone
   */
  record IpId(InetAddress address) implements Identifier {
    @Override
    public String toString() {
      return "IP-ID " + address.getHostAddress();
    }
  }

  /**
   * The reference identifier of a host as a person writes it: a host name in any case, with or
   * without a trailing dot, with U-labels or A-labels; a dotted-quad IPv4 address; an IPv6 address
   * with or without brackets.
   *
   * @throws IllegalArgumentException if it is none of these; the message says why, in words for the
   *     person who wrote it
   */
  static Identifier ofHost(String host) {
    Optional<String> mistake = WrittenHost.problem(host);
    if (mistake.isPresent()) {
      throw new IllegalArgumentException(mistake.get());
    }
    if (host.indexOf(':') >= 0) {
      return new IpId(ipv6(host));
    }
    if (DomainNames.looksLikeIpv4(host)) {
      return new IpId(ipv4(host));
    }
    return new DnsId(DomainNames.toAsciiHostName(host));
  }

  /**
   * The text that names this identifier to a resolver or in a URL: the domain name, or the text of
   * the address.
   */
  default String hostText() {
    if (this instanceof DnsId dns) {
      return dns.name();
    }
    return this instanceof SrvId srv ? srv.domain() : ((IpId) this).address().getHostAddress();
  }

  private static InetAddress ipv4(String host) {
    Pattern strict =
        Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    if (!strict.matcher(host).matches()) {
      throw new IllegalArgumentException("not a dotted-quad IPv4 address");
    }
    return literal(host);
  }

  private static InetAddress ipv6(String host) {
    String text =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (text.indexOf('%') >= 0) {
      throw new IllegalArgumentException("an IPv6 zone cannot be verified");
    }
    if (!text.matches("[0-9A-Fa-f:.]+")) {
      throw new IllegalArgumentException(
          text.indexOf(':') == text.lastIndexOf(':')
              ? "':' is not allowed in a host name"
              : "not an IPv6 address");
    }
    InetAddress address = literal("[" + text + "]");
    if (!(address instanceof Inet6Address)) {
      // what Java makes of it would match the iPAddress of the IPv4 address
      throw new IllegalArgumentException(
          "an IPv4-mapped IPv6 address is another identifier than the IPv4 address; write that one");
    }
    return address;
  }

  /** Only called with the text of an address, which is never looked up. */
  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an IP address", e);
    }
  }
}
