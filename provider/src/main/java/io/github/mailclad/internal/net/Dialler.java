package io.github.mailclad.internal.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Opens TCP connections to mail servers, directly or through a proxy. Thread-safe; one for all
 * connections.
 */
public final class Dialler {
  private static final int MOST_KEPT = 256;

  private final AddressLookup lookup;
  private final Executor threads;

  /** The addresses that connected, of servers with several; the last one at the end. */
  private final Set<SocketAddress> connected = new LinkedHashSet<>();

  /**
   * Creates a dialler with the parts that all connections share.
   *
   * @param threads the executor of connection attempts, each for a bounded time; it must not run
   *     them on the calling thread
   */
  public Dialler(AddressLookup lookup, Executor threads) {
    this.lookup = lookup;
    this.threads = threads;
  }

  /**
   * Returns a socket that is connected to the server, with nothing sent to it.
   *
   * @param known the addresses of the server; empty to look them up here. A proxy gets the name
   * @throws IOException if no address could be connected to in time
   */
  public Socket dial(String host, int port, List<InetAddress> known, Dialling dialling)
      throws IOException {
    if (dialling.route() instanceof Route.HttpProxy proxy) {
      return tunnel(host, port, proxy, dialling);
    }
    if (dialling.route() instanceof Route.SocksProxy) {
      // the proxy connects, and resolves a name that cannot be resolved here
      return race(List.of(new InetSocketAddress(host, port)), dialling);
    }
    return known.isEmpty() ? dialByName(host, port, dialling) : raceInOrder(known, port, dialling);
  }

  /**
   * Returns a socket that is connected to one of these addresses of the server, and never to
   * another. A proxy gets an address, too.
   *
   * @throws IOException if no address could be connected to in time
   */
  public Socket dialOnly(List<InetAddress> addresses, int port, Dialling dialling)
      throws IOException {
    if (!(dialling.route() instanceof Route.HttpProxy proxy)) {
      return raceInOrder(addresses, port, dialling);
    }
    long begin = System.nanoTime();
    List<IOException> failures = new ArrayList<>();
    for (InetAddress address : AddressRace.interleaved(addresses)) {
      try {
        return tunnel(text(address), port, proxy, dialling.since(begin));
      } catch (InterruptedIOException e) {
        // the time is up or the thread was interrupted: there is no time left for the other
        // addresses
        throw e;
      } catch (IOException e) {
        failures.add(e);
      }
    }
    failures.stream().skip(1).forEach(failures.get(0)::addSuppressed);
    throw failures.get(0);
  }

  /** Returns the text of an address without its scope, which is meaningful on this machine only. */
  private static String text(InetAddress address) {
    return address.getHostAddress().split("%", 2)[0];
  }

  /**
   * Connects to a host by name. A SOCKS proxy that the JVM uses for all sockets may know a host
   * that is unknown here.
   */
  private Socket dialByName(String host, int port, Dialling dialling) throws IOException {
    List<InetAddress> addresses;
    try {
      addresses = lookup.addresses(host);
    } catch (UnknownHostException e) {
      if (dialling.backing() == Dialling.Backing.CHANNEL) {
        throw e;
      }
      return dialUnresolved(host, port, dialling, e);
    }
    return raceInOrder(addresses, port, dialling);
  }

  private Socket dialUnresolved(
      String host, int port, Dialling dialling, UnknownHostException unknown) throws IOException {
    try {
      return race(List.of(InetSocketAddress.createUnresolved(host, port)), dialling);
    } catch (UnknownHostException e) {
      // no proxy was asked
      throw unknown;
    }
  }

  private Socket raceInOrder(List<InetAddress> all, int port, Dialling dialling)
      throws IOException {
    List<InetSocketAddress> addresses = inOrder(all, port, dialling);
    if (addresses.size() == 1) {
      return race(addresses, dialling);
    }
    Socket socket = race(lastFirst(addresses), dialling);
    keep(socket.getRemoteSocketAddress());
    return socket;
  }

  /**
   * Returns the same addresses, the one that connected last before the others. A client with such a
   * history prefers addresses that it has used (RFC 8305, section 4).
   */
  private List<InetSocketAddress> lastFirst(List<InetSocketAddress> addresses) {
    InetSocketAddress last = null;
    synchronized (connected) {
      for (SocketAddress known : connected) {
        if (addresses.contains(known)) {
          last = (InetSocketAddress) known;
        }
      }
    }
    if (last == null) {
      return addresses;
    }
    List<InetSocketAddress> ordered = new ArrayList<>(addresses);
    ordered.remove(last);
    ordered.add(0, last);
    return ordered;
  }

  private void keep(SocketAddress last) {
    synchronized (connected) {
      connected.remove(last);
      connected.add(last);
      if (connected.size() > MOST_KEPT) {
        connected.remove(connected.iterator().next());
      }
    }
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
    Socket socket = dialByName(proxy.host(), proxy.port(), dialling);
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
    if (all.size() == 1) {
      return List.of(new InetSocketAddress(all.get(0), port));
    }
    List<InetAddress> reachable = new ArrayList<>();
    for (InetAddress address : all) {
      if (reaches(dialling, address)) {
        reachable.add(address);
      }
    }
    // if no address suits the local one, the failed attempt reports the reason
    List<InetSocketAddress> ordered = new ArrayList<>();
    for (InetAddress address : AddressRace.interleaved(reachable.isEmpty() ? all : reachable)) {
      ordered.add(new InetSocketAddress(address, port));
    }
    return ordered;
  }

  /** Returns whether an address is of the family that the connection is bound to. */
  private static boolean reaches(Dialling dialling, InetAddress address) {
    return dialling.local() == null
        || dialling.local().getAddress().isAnyLocalAddress()
        || dialling.local().getAddress().getClass().equals(address.getClass());
  }
}
