package io.github.mailclad.internal.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks up the addresses of a host. */
@FunctionalInterface
public interface AddressLookup {
  /**
   * Returns all addresses of a host name or address literal, the preferred one first.
   *
   * @throws UnknownHostException if the host has no address
   */
  List<InetAddress> addresses(String host) throws UnknownHostException;
}
