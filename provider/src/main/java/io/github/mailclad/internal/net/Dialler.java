package io.github.mailclad.internal.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Opens TCP connections to mail servers, directly or through a proxy. Thread-safe; one for all
 * connections.
 */
public final class Dialler {
  private final Resolver resolver;
  private final Executor threads;

  /**
   * A dialler with what all connections share.
   *
   * @param threads runs attempts to connect, each for a bounded time; it must not run them on the
   *     thread that asks
   */
  public Dialler(Resolver resolver, Executor threads) {
    this.resolver = resolver;
    this.threads = threads;
  }

  /**
   * A socket that is connected to the server, with nothing sent to it.
   *
   * @param known the addresses of the server; none to look them up here. A proxy gets the name
   * @throws IOException if no address could be connected to in time
   */
  public Socket dial(String host, int port, List<InetAddress> known, Dialling dialling)
      throws IOException {
    if (dialling.route() instanceof Route.HttpProxy proxy) {
      return tunnel(host, port, proxy, dialling);
    }
    if (dialling.route() instanceof Route.SocksProxy) {
      // the proxy connects, and resolves what cannot be resolved here
      return race(List.of(new InetSocketAddress(host, port)), dialling);
    }
    List<InetAddress> all = known.isEmpty() ? resolver.addresses(host) : known;
    return race(inOrder(all, port, dialling), dialling);
  }

  private Socket race(List<InetSocketAddress> addresses, Dialling dialling) throws IOException {
    return new AddressRace(threads, dialling, addresses).run();
  }

  private Socket tunnel(String host, int port, Route.HttpProxy proxy, Dialling dialling)
      throws IOException {
    long deadline =
        dialling
            .limit()
            .map(Duration::toNanos)
            .map(nanos -> System.nanoTime() + nanos)
            .orElse(Long.MAX_VALUE);
    List<InetAddress> addresses = resolver.addresses(proxy.host());
    Socket socket = race(inOrder(addresses, proxy.port(), dialling), dialling);
    try {
      HttpConnect.tunnel(socket, proxy, host, port, deadline);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static List<InetSocketAddress> inOrder(
      List<InetAddress> all, int port, Dialling dialling) {
    List<InetAddress> reachable = all.stream().filter(a -> reaches(dialling, a)).toList();
    // with none that suits the local address, the attempt tells why
    return AddressRace.interleaved(reachable.isEmpty() ? all : reachable).stream()
        .map(address -> new InetSocketAddress(address, port))
        .toList();
  }

  /** Whether an address is of the family that the connection is bound to. */
  private static boolean reaches(Dialling dialling, InetAddress address) {
    return dialling.local() == null
        || dialling.local().getAddress().isAnyLocalAddress()
        || dialling.local().getAddress().getClass().equals(address.getClass());
  }
}
