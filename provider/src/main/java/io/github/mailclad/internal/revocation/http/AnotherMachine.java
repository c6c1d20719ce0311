package io.github.mailclad.internal.revocation.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the addresses of other machines from those that a name in a certificate must not lead to:
 * this machine, by any address of its interfaces; addresses that only this link knows, and those at
 * which clouds keep the secrets of a machine; addresses of many machines at once. An IPv6 address
 * that stands for an IPv4 address is as good as that one.
 *
 * <p>The addresses of private networks are other machines: the authority of an organization is
 * there.
 */
final class AnotherMachine {
  /** Where clouds tell a machine its secrets, outside of the link-local addresses. */
  private static final Set<String> METADATA =
      Set.of(
          "646464c8", // 100.100.100.200
          "a83f8110", // 168.63.129.16
          "c00000c0", // 192.0.0.192
          "fd000ec2000000000000000000000254",
          "fd2000ce000000000000000000000254");

  /** Where the last half of an address begins, in hexadecimal digits. */
  private static final int INTERFACE = 16;

  private static final int LAST = 12;

  private AnotherMachine() {}

  /** Whether an address is another machine's; not where this machine cannot tell its own. */
  static boolean is(InetAddress address) {
    return isAnother(address) && embedded(address).map(AnotherMachine::isAnother).orElse(true);
  }

  private static boolean isAnother(InetAddress address) {
    return !(address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || isOfThisNetworkOrAll(address)
        || METADATA.contains(HexFormat.of().formatHex(address.getAddress()))
        || isOfThisMachine(address));
  }

  /** 0.0.0.0/8, which some systems take for this machine, and the address of all (RFC 1122). */
  private static boolean isOfThisNetworkOrAll(InetAddress address) {
    byte[] octets = address.getAddress();
    return address instanceof Inet4Address
        && (octets[0] == 0 || (octets[0] & octets[1] & octets[2] & octets[3]) == -1);
  }

  /** Compared by octets: an interface's own address has a scope, and the one asked for may not. */
  private static boolean isOfThisMachine(InetAddress address) {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(own -> Arrays.equals(own.getAddress(), address.getAddress()));
    } catch (SocketException e) {
      return true;
    }
  }

  /** The IPv4 address that an IPv6 address leads to (RFC 3056, 4291, 4380, 5214, 6052, 8215). */
  private static Optional<InetAddress> embedded(InetAddress address) {
    if (!(address instanceof Inet6Address ipv6)) {
      return Optional.empty();
    }
    byte[] octets = address.getAddress();
    String text = HexFormat.of().formatHex(octets);
    if (text.startsWith("2002")) {
      return Optional.of(ipv4(octets, 2, 0));
    }
    if (text.startsWith("20010000")) {
      return Optional.of(ipv4(octets, LAST, 0xff));
    }
    return text.startsWith("0064ff9b")
            || text.startsWith("00005efe", INTERFACE)
            || text.startsWith("02005efe", INTERFACE)
            || ipv6.isIPv4CompatibleAddress()
        ? Optional.of(ipv4(octets, LAST, 0))
        : Optional.empty();
  }

  private static InetAddress ipv4(byte[] octets, int at, int inverted) {
    byte[] four = Arrays.copyOfRange(octets, at, at + 4);
    for (int i = 0; i < four.length; i++) {
      four[i] ^= (byte) inverted;
    }
    try {
      return InetAddress.getByAddress(four);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address", e);
    }
  }
}
