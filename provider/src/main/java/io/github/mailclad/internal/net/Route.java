package io.github.mailclad.internal.net;

import org.jspecify.annotations.Nullable;

/** The route to a server. Reference identifiers are those of the server on every route. */
public sealed interface Route {
  /** Directly, at any of its addresses. */
  record Direct() implements Route {}

  /**
   * Through an HTTP proxy, by CONNECT (RFC 9110, section 9.3.6).
   *
   * @param user the user name for Basic authentication at the proxy, sent in the clear; null for no
   *     authentication
   * @param password the password of that user; null for no authentication
   */
  record HttpProxy(String host, int port, @Nullable String user, @Nullable String password)
      implements Route {
    /** Returns the proxy without the password. */
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
