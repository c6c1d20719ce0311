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
 * Distinguishes addresses of other machines from those that a name in a certificate must not lead
 * to: addresses of this machine's interfaces, link-local addresses, addresses at which cloud
 * providers serve a machine's secrets, and addresses of many machines at once. An IPv6 address that
 * stands for an IPv4 address is treated like that address.
 *
 * <p>The addresses of private networks are other machines: the authority of an organization is
 * there.
 */
final class AnotherMachine {
  /**
   * The addresses outside of the link-local ones at which cloud providers serve a machine's
   * metadata and secrets.
   */
  private static final Set<String> METADATA =
      Set.of(
          "646464c8", // 100.100.100.200
          "a83f8110", // 168.63.129.16
          "c00000c0", // 192.0.0.192
          "fd000ec2000000000000000000000254",
          "fd2000ce000000000000000000000254");

  /** The index in hexadecimal digits at which the second half of an address begins. */
  private static final int INTERFACE = 16;

  private static final int LAST = 12;

  private AnotherMachine() {}

  /**
   * Returns whether an address belongs to another machine; false if the addresses of this machine
   * cannot be determined.
   */
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

  /**
   * Returns whether it is in 0.0.0.0/8, which some systems treat as this machine, or the broadcast
   * address (RFC 1122).
   */
  private static boolean isOfThisNetworkOrAll(InetAddress address) {
    byte[] octets = address.getAddress();
    return address instanceof Inet4Address
        && (octets[0] == 0 || (octets[0] & octets[1] & octets[2] & octets[3]) == -1);
  }

  /**
   * Returns whether it is an address of this machine. Compares octets, because an interface's own
   * address has a scope, and the given address may have none.
   */
  private static boolean isOfThisMachine(InetAddress address) {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(own -> Arrays.equals(own.getAddress(), address.getAddress()));
    } catch (SocketException e) {
      return true;
    }
  }

  /**
   * Returns the IPv4 address embedded in an IPv6 address (RFC 3056, 4291, 4380, 5214, 6052, 8215);
   * empty for none.
   */
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
