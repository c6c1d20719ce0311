package io.github.mailclad;

import io.github.mailclad.internal.text.Ascii;
import java.io.Serializable;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A name of a server, as a reference identifier that the client expects, or as a presented
 * identifier that a certificate carries (RFC 9525, section 1.8). Values are normalized: domain
 * names are A-labels in lower case without a trailing dot. There is no CN-ID: the Common Name never
 * identifies a server (RFC 9525, section 2).
 */
public sealed interface Identifier extends Serializable {

  /**
   * A DNS-ID: a domain name that a {@code dNSName} of a certificate matches (RFC 9525, section
   * 6.3).
   *
   * @param name a domain name of LDH labels, at most 253 characters
   */
  record DnsId(String name) implements Identifier {
    /** Normalizes the case and refuses a text that is not a host name. */
    public DnsId {
      name = DomainNames.requireHostName(name);
    }

    // as a record's own, whose first use takes a new process milliseconds

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof DnsId dns && name.equals(dns.name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
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
    /** Normalizes the case and refuses a text that is not a service label or a domain. */
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
}
