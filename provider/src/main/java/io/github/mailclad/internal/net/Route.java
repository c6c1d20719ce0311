package io.github.mailclad.internal.net;

import org.jspecify.annotations.Nullable;

/** How a server is reached. Reference identifiers are those of the server on every route. */
public sealed interface Route {
  /** Directly, at any of its addresses. */
  record Direct() implements Route {}

  /**
   * Through an HTTP proxy, by CONNECT (RFC 9110, section 9.3.6).
   *
   * @param user for Basic authentication at the proxy, in the clear; null for none
   * @param password belongs to the user
   */
  record HttpProxy(String host, int port, @Nullable String user, @Nullable String password)
      implements Route {
    /** Without the password. */
    @Override
    public String toString() {
      return "HTTP proxy " + host + ":" + port;
    }
  }

  /** Through a SOCKS proxy (RFC 1928). */
  record SocksProxy(String host, int port) implements Route {
    @Override
    public String toString() {
      return "SOCKS proxy " + host + ":" + port;
    }
  }
}
