package io.github.mailclad.internal.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings for opening one connection.
 *
 * @param route directly or through a proxy
 * @param backing the kind of object behind the socket
 * @param local the local address to bind to; null for any
 * @param limit the total time until the server, or the proxy, has connected; empty for no limit
 */
public record Dialling(
    Route route, Backing backing, @Nullable InetSocketAddress local, Optional<Duration> limit) {

  /** The kind of object behind a socket. */
  public enum Backing {
    /** A stream; the socket has no channel. */
    STREAM,
    /** A {@link SocketChannel} in blocking mode, for applications that wait for many at once. */
    CHANNEL
  }

  /** Returns a socket of the requested kind, bound but not connected. */
  public Socket newSocket() throws IOException {
    Socket socket;
    if (route instanceof Route.SocksProxy socks) {
      socket =
          new Socket(
              new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(socks.host(), socks.port())));
    } else {
      socket = backing == Backing.CHANNEL ? SocketChannel.open().socket() : new Socket();
    }
    try {
      // from here on the socket has a descriptor: without one, closing it while it begins to
      // connect would have no effect
      socket.setTcpNoDelay(true);
      if (local != null) {
        socket.bind(local);
      }
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Returns the same settings with another local address and time limit. */
  public Dialling with(@Nullable InetSocketAddress address, Optional<Duration> time) {
    return new Dialling(route, backing, address, time);
  }

  /**
   * Returns the same settings with the time that is left since an instant of {@link
   * System#nanoTime()}.
   */
  Dialling since(long begin) {
    return new Dialling(
        route, backing, local, limit.map(all -> all.minusNanos(System.nanoTime() - begin)));
  }

  /**
   * Returns the time that one attempt may take, in milliseconds; 0 for no limit, as in {@link
   * Socket#connect}.
   */
  int limitMillis() {
    return limit.isPresent()
        ? (int) Math.min(Math.max(1, limit.get().toMillis()), Integer.MAX_VALUE)
        : 0;
  }

  /**
   * Returns whether two sockets can be bound at the same time. Only one can use a given local port.
   */
  boolean allowsParallelAttempts() {
    return local == null || local.getPort() == 0;
  }
}
