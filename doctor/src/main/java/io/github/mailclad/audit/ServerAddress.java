package io.github.mailclad.audit;

import org.jspecify.annotations.Nullable;

/**
 * One audited server at one address.
 *
 * @param server the host name
 * @param address the IP address as text; null for a finding about all addresses
 * @param port 1 to 65535
 * @param protocol the service by its registered name, for example {@code imaps}
 */
public record ServerAddress(String server, @Nullable String address, int port, String protocol) {

  /** Returns for example {@code imaps imap.example.org:993 (192.0.2.1)}. */
  @Override
  public String toString() {
    String host = server.indexOf(':') >= 0 ? "[" + server + "]" : server;
    return protocol
        + " "
        + host
        + ":"
        + port
        + (address == null || address.equals(server) ? "" : " (" + address + ")");
  }
}
