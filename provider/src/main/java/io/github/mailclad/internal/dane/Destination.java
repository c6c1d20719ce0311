package io.github.mailclad.internal.dane;

import io.github.mailclad.Identifier;
import io.github.mailclad.dns.DnssecStatus;

/**
 * Where a connection is meant to go, and who said so.
 *
 * @param host a host name in A-labels, lower case, without a trailing dot, or the text of an
 *     address
 * @param port 1 to 65535, the one that is connected to
 * @param origin who said so
 */
public record Destination(String host, int port, Origin origin) {

  /** Who named a host. */
  public sealed interface Origin {

    /** The user typed it, or confirmed it. */
    record Named() implements Origin {}

    /**
     * SRV records of a domain named it, and nobody else did.
     *
     * @param sourceDomain the domain that the user gave
     * @param srv how far DNSSEC vouches for the SRV records and the way to them
     */
    record Discovered(String sourceDomain, DnssecStatus srv) implements Origin {
      /** Refuses what no answer said: a look-up that failed names no host (RFC 7673, 3.1). */
      public Discovered {
        sourceDomain = new Identifier.DnsId(sourceDomain).name();
        if (!srv.isAnswer()) {
          throw new IllegalArgumentException("a look-up that ended " + srv + " names no host");
        }
      }
    }
  }

  /** Normalizes a host name and refuses what is neither one nor an address. */
  public Destination {
    Identifier parsed = Identifier.ofHost(host);
    host = parsed instanceof Identifier.DnsId name ? name.name() : host;
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port out of range: " + port);
    }
  }

  /** The host as a reference identifier. */
  Identifier reference() {
    return Identifier.ofHost(host);
  }

  /** The name at which the TLSA records of a host are, for the port of this (RFC 6698, 3). */
  String tlsaName(String base) {
    return "_" + port + "._tcp." + base;
  }
}
