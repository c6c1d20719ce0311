package io.github.mailclad.internal.config;

import io.github.mailclad.Host;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the addresses of DNS servers. */
final class DnsServers {
  /** The value for the servers of the system. */
  static final String SYSTEM = "system";

  private static final String PORT = "53";
  private static final Pattern IPV6_AND_PORT = Pattern.compile("\\[([^\\]]+)\\](?::(\\d{1,5}))?");
  private static final Pattern IPV4_AND_PORT = Pattern.compile("([^:]+):(\\d{1,5})");

  private DnsServers() {}

  /**
   * Returns the servers; an empty list for those of the system.
   *
   * @throws IllegalArgumentException if the text has no address, or something other than addresses
   */
  static List<InetSocketAddress> parse(String text) {
    if (text.equalsIgnoreCase(SYSTEM)) {
      return List.of();
    }
    List<InetSocketAddress> servers =
        Parser.wordsIn(text).stream().map(DnsServers::server).toList();
    if (servers.isEmpty()) {
      throw new IllegalArgumentException();
    }
    return servers;
  }

  /**
   * Returns the server of an address with or without a port. A host name is not accepted, because
   * it would need a look-up first.
   */
  private static InetSocketAddress server(String word) {
    Matcher v6 = IPV6_AND_PORT.matcher(word);
    if (v6.matches()) {
      return server(v6.group(1), Optional.ofNullable(v6.group(2)).orElse(PORT));
    }
    Matcher v4 = IPV4_AND_PORT.matcher(word);
    return v4.matches() ? server(v4.group(1), v4.group(2)) : server(word, PORT);
  }

  private static InetSocketAddress server(String address, String port) {
    int number = Integer.parseInt(port);
    if (number < 1 || number > 65535) {
      throw new IllegalArgumentException();
    }
    return Host.parse(address)
        .flatMap(Host::address)
        .map(ip -> new InetSocketAddress(ip.address(), number))
        .orElseThrow(IllegalArgumentException::new);
  }
}
