package io.github.mailclad.internal.revocation.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.internal.revocation.FetchRequest;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnotherMachineTest {
  private static List<InetAddress> own() throws IOException {
    return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();
  }

  private static InetAddress withoutScope(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyAddressOfThisMachineIsItsOwnWithAndWithoutAScope() throws Exception {
    assertFalse(own().isEmpty());
    for (InetAddress address : own()) {
      assertFalse(AnotherMachine.is(address), address::toString);
      assertFalse(AnotherMachine.is(withoutScope(address)), address::toString);
    }
  }

  @Test
  void anAddressOfThisMachineIsFoundInWhatStandsForIt() throws Exception {
    for (InetAddress address : own()) {
      byte[] v4 = address.getAddress();
      if (v4.length == 4) {
        byte[] nat64 = InetAddress.getByName("64:ff9b::").getAddress();
        System.arraycopy(v4, 0, nat64, 12, 4);
        assertFalse(AnotherMachine.is(InetAddress.getByAddress(nat64)), address::toString);
        byte[] sixToFour = InetAddress.getByName("2002::1").getAddress();
        System.arraycopy(v4, 0, sixToFour, 2, 4);
        assertFalse(AnotherMachine.is(InetAddress.getByAddress(sixToFour)), address::toString);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "224.0.0.1",
        "239.1.2.3",
        "255.255.255.255",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "::",
        "::1",
        "fe80::1",
        "ff02::1",
        "fd00:ec2::254",
        "fd20:ce::254",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::127.0.0.1",
        "2002:7f00:1::1",
        "2002:a9fe:a9fe::1",
        "2001:0:c000:221:0:0:80ff:fffe",
        "2001:db8::5efe:127.0.0.1",
        "2001:db8::200:5efe:127.0.0.1"
      })
  void noNameInACertificateLeadsThere(String address) throws Exception {
    assertFalse(AnotherMachine.is(InetAddress.getByName(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1",
        "198.51.100.7",
        "10.1.2.3",
        "172.16.0.9",
        "192.168.0.1",
        "100.64.0.1",
        "2001:db8::1",
        "fd00::1",
        "64:ff9b::198.51.100.7",
        "2002:c633:6407::1",
        "2001:0:c000:221:0:0:39cc:9bf8"
      })
  void othersAreReachedPrivateNetworksAmongThem(String address) throws Exception {
    assertTrue(AnotherMachine.is(InetAddress.getByName(address)));
  }

  @Test
  void aServerOnAnInterfaceOfThisMachineIsNotConnectedTo() throws Exception {
    HttpFetcher fetcher = new HttpFetcher(HttpFetcher::isAnotherMachine);
    try (ServerSocket server = new ServerSocket()) {
      server.bind(new InetSocketAddress(0));
      server.setSoTimeout(1);
      for (InetAddress address : own()) {
        String host =
            address instanceof Inet6Address
                ? "[" + withoutScope(address).getHostAddress() + "]"
                : address.getHostAddress();
        URI where = URI.create("http://" + host + ":" + server.getLocalPort() + "/list");
        IOException refused =
            assertThrows(
                IOException.class,
                () -> fetcher.fetch(FetchRequest.crl(where), Duration.ofSeconds(5)));
        assertEquals("it leads to a forbidden address", refused.getMessage());
      }
      assertThrows(SocketTimeoutException.class, server::accept);
    }
  }
}
