package io.github.mailclad;

import java.io.Serializable;

/**
 * The host and port of a connection, and their provenance.
 *
 * @param host the host
 * @param port 1 to 65535
 * @param provenance the origin of the endpoint
 */
public record Endpoint(Host host, int port, Provenance provenance) implements Serializable {

  /** The origin of an endpoint. */
  public enum Provenance {
    /** The application named host and port. */
    CONFIGURED,
    /** The application named the host; the port is the service's registered one. */
    DEFAULT_PORT,
    /** A SRV record of the domain of the account's address named host and port (RFC 6186). */
    SRV,
    /** The configuration of that domain whose digest is in DNS named the host. */
    PACC,
    /** An autoconfig file that was found by that domain named host and port. */
    AUTOCONFIG
  }

  /** Refuses a port out of range. */
  public Endpoint {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port out of range: " + port);
    }
  }

  /** Returns {@code host:port}, with an IPv6 address in brackets. */
  @Override
  public String toString() {
    String text = host.text();
    return (text.indexOf(':') >= 0 ? "[" + text + "]" : text) + ":" + port;
  }
}
