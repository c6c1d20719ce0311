package io.github.mailclad.it.net;

import io.github.mailclad.fixtures.Loopback;
import io.github.mailclad.fixtures.TlsFront;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A SOCKS5 proxy (RFC 1928) that leads every client to one server, and remembers the requested
 * hosts.
 */
final class SocksProxy implements AutoCloseable {
  private static final byte[] NO_AUTHENTICATION = {5, 0};
  private static final byte[] SUCCEEDED = {5, 0, 0, 1, 127, 0, 0, 1, 0, 1};

  private final ServerSocket listener;
  private final TlsFront server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private SocksProxy(ServerSocket listener, TlsFront server) {
    this.listener = listener;
    this.server = server;
  }

  static SocksProxy before(TlsFront server) throws IOException {
    SocksProxy proxy = new SocksProxy(new ServerSocket(0, 5, Loopback.V4), server);
    proxy.threads.execute(proxy::accept);
    return proxy;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The hosts that were asked for, as names where names came. */
  List<String> asked() {
    return asked;
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket client = listener.accept();
        sockets.add(client);
        threads.execute(() -> serve(client));
      }
    } catch (IOException e) {
      if (!listener.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket behind = new Socket(server.host(), server.port())) {
      sockets.add(behind);
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      in.readByte();
      in.readNBytes(in.readUnsignedByte());
      out.write(NO_AUTHENTICATION);
      in.readNBytes(3);
      boolean named = in.readByte() == 3;
      byte[] host = in.readNBytes(named ? in.readUnsignedByte() : 4);
      asked.add(
          named
              ? new String(host, StandardCharsets.US_ASCII)
              : InetAddress.getByAddress(host).getHostAddress());
      in.readUnsignedShort();
      out.write(SUCCEEDED);
      threads.execute(() -> pump(behind, client));
      pump(client, behind);
    } catch (IOException e) {
      // the client has gone
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // one of them has gone
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
