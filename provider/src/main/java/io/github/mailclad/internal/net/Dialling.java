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
 * How one connection is dialled.
 *
 * @param route directly or through a proxy
 * @param backing what is behind the socket
 * @param local the address that it is bound to; null for any
 * @param limit the total time until the server, or the proxy, has connected; empty for none
 */
public record Dialling(
    Route route, Backing backing, @Nullable InetSocketAddress local, Optional<Duration> limit) {

  /** What is behind a socket. */
  public enum Backing {
    /** A stream; the socket has no channel. */
    STREAM,
    /** A {@link SocketChannel} in blocking mode, for applications that wait for many at once. */
    CHANNEL
  }

  /** A socket as it was asked for, bound, not connected. */
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
      // connect
      // would be lost
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

  /** The same with what is left of the time that began then, in {@link System#nanoTime()}. */
  Dialling since(long begin) {
    return new Dialling(
        route, backing, local, limit.map(all -> all.minusNanos(System.nanoTime() - begin)));
  }

  /** The time that one attempt may take, as {@link Socket#connect} has it: 0 for no limit. */
  int limitMillis() {
    return limit
        .map(time -> (int) Math.min(Math.max(1, time.toMillis()), Integer.MAX_VALUE))
        .orElse(0);
  }

  /** Whether two sockets can be bound at a time: a port of one's own is for one only. */
  boolean allowsParallelAttempts() {
    return local == null || local.getPort() == 0;
  }
}
