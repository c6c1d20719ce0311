package io.github.mailclad;

import io.github.mailclad.Identifier.DnsId;
import io.github.mailclad.Identifier.IpId;
import io.github.mailclad.Identifier.SrvId;
import java.io.Serializable;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host: a domain name in A-labels, or an IP address. Text is parsed once, where it enters; two
 * hosts are equal if they are the same name or the same address, however they were written.
 *
 * @param identifier the reference identifier of the host, a DNS-ID or an IP-ID
 */
public record Host(Identifier identifier) implements Serializable {
  private static final Pattern DOTTED_QUAD =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

  /** Refuses an SRV-ID, which names a service of a domain. */
  public Host {
    if (identifier instanceof SrvId) {
      throw new IllegalArgumentException("not a host: " + identifier);
    }
  }

  /**
   * Parses a host as a person writes it: a host name in any case, with or without a trailing dot,
   * with U-labels or A-labels; a dotted-quad IPv4 address; an IPv6 address with or without
   * brackets.
   *
   * @throws IllegalArgumentException if the text is in no such form; the message gives the reason,
   *     in words for the person who wrote it
   */
  public static Host of(String written) {
    Optional<String> mistake = WrittenHost.problem(written);
    if (mistake.isPresent()) {
      throw new IllegalArgumentException(mistake.get());
    }
    if (written.indexOf(':') >= 0) {
      return new Host(new IpId(ipv6(written)));
    }
    if (DomainNames.looksLikeIpv4(written)) {
      return new Host(new IpId(ipv4(written)));
    }
    return new Host(new DnsId(DomainNames.toAsciiHostName(written)));
  }

  /** Parses a host; empty for a text that is not one. */
  public static Optional<Host> parse(String text) {
    try {
      return Optional.of(of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the domain name as an identifier; empty for an address. */
  public Optional<DnsId> name() {
    return identifier instanceof DnsId dns ? Optional.of(dns) : Optional.empty();
  }

  /** Returns the address as an identifier; empty for a domain name. */
  public Optional<IpId> address() {
    return identifier instanceof IpId ip ? Optional.of(ip) : Optional.empty();
  }

  /** Returns the domain name in lower case without a trailing dot, or the text of the address. */
  public String text() {
    return identifier instanceof DnsId dns
        ? dns.name()
        : ((IpId) identifier).address().getHostAddress();
  }

  /**
   * Returns whether the host is this machine by its name or address alone, without a look-up:
   * {@code localhost} (RFC 6761, section 6.3) or a loopback address.
   */
  public boolean isLoopback() {
    return identifier instanceof IpId ip
        ? ip.address().isLoopbackAddress()
        : text().equals("localhost") || text().endsWith(".localhost");
  }

  /** Returns the {@link #text}. */
  @Override
  public String toString() {
    return text();
  }

  private static InetAddress ipv4(String host) {
    if (!DOTTED_QUAD.matcher(host).matches()) {
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
      // the IPv4 address that Java makes of it would match an iPAddress of that IPv4 address
      throw new IllegalArgumentException(
          "an IPv4-mapped IPv6 address is another identifier than the IPv4 address; write that one");
    }
    return address;
  }

  /** Returns the address of a text that is an IP address, so no name is looked up. */
  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an IP address", e);
    }
  }
}
