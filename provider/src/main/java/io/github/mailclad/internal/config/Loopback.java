package io.github.mailclad.internal.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Recognises hosts that are this machine by name alone, without a look-up. */
public final class Loopback {
  private Loopback() {}

  /** Returns whether a host is {@code localhost} (RFC 6761, section 6.3) or a loopback address. */
  public static boolean names(String host) {
    if (host.equals("localhost") || host.endsWith(".localhost")) {
      return true;
    }
    try {
      // an address needs no look-up
      return host.matches("[0-9]+(?:\\.[0-9]+){3}|\\[?[0-9a-fA-F]*:[0-9a-fA-F:]+]?")
          && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
