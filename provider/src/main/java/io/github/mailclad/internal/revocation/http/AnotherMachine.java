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
          hex(100, 100, 100, 200),
          hex(168, 63, 129, 16),
          hex(192, 0, 0, 192),
          "fd000ec2000000000000000000000254",
          "fd2000ce000000000000000000000254");

  private static final int[] SIX_TO_FOUR = {0x20, 0x02};
  private static final int[] NAT64 = {0, 0x64, 0xff, 0x9b};
  private static final int[] TEREDO = {0x20, 0x01, 0, 0};
  private static final int[] ISATAP = {0, 0, 0x5e, 0xfe};
  private static final int[] ISATAP_UNIVERSAL = {2, 0, 0x5e, 0xfe};
  private static final int ISATAP_AT = 8;
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
    if (begins(octets, 0, SIX_TO_FOUR)) {
      return Optional.of(ipv4(octets, SIX_TO_FOUR.length, 0));
    }
    if (begins(octets, 0, TEREDO)) {
      return Optional.of(ipv4(octets, LAST, 0xff));
    }
    return begins(octets, ISATAP_AT, ISATAP)
            || begins(octets, ISATAP_AT, ISATAP_UNIVERSAL)
            || begins(octets, 0, NAT64)
            || ipv6.isIPv4CompatibleAddress()
        ? Optional.of(ipv4(octets, LAST, 0))
        : Optional.empty();
  }

  private static boolean begins(byte[] octets, int at, int... with) {
    for (int i = 0; i < with.length; i++) {
      if ((octets[at + i] & 0xff) != with[i]) {
        return false;
      }
    }
    return true;
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

  private static String hex(int... octets) {
    byte[] address = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      address[i] = (byte) octets[i];
    }
    return HexFormat.of().formatHex(address);
  }
}
