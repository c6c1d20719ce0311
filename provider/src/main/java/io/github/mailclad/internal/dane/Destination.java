package io.github.mailclad.internal.dane;

import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.dns.DnssecStatus;

/**
 * Where a connection is meant to go, and who said so.
 *
 * @param host the host
 * @param port 1 to 65535, the one that is connected to
 * @param origin who said so
 */
public record Destination(Host host, int port, Origin origin) {

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

  /** Refuses a port out of range. */
  public Destination {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port out of range: " + port);
    }
  }

  /** The host as a reference identifier. */
  Identifier reference() {
    return host.identifier();
  }

  /** The name at which the TLSA records of a host are, for the port of this (RFC 6698, 3). */
  String tlsaName(Host base) {
    return "_" + port + "._tcp." + base;
  }
}
