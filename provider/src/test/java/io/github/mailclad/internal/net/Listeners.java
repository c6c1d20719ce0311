package io.github.mailclad.internal.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Addresses on loopback that share one port: open, closed, or swallowing what comes. */
final class Listeners implements AutoCloseable {
  final List<InetAddress> addresses = new ArrayList<>();
  private final List<ServerSocket> open = new ArrayList<>();
  private final List<Socket> fillers = new ArrayList<>();
  private int port;

  int port() {
    return port;
  }

  /** An address that accepts connections; the first one chooses the port. */
  ServerSocket open(String address) throws IOException {
    return listen(address, 50);
  }

  /** An address that answers nothing at all: its backlog is full. */
  ServerSocket blackHole(String address) throws IOException {
    ServerSocket listener = listen(address, 1);
    int unanswered = 0;
    for (int i = 0; i < 16 && unanswered < 2; i++) {
      Socket filler = new Socket();
      fillers.add(filler);
      try {
        filler.connect(new InetSocketAddress(listener.getInetAddress(), port), 200);
      } catch (IOException e) {
        unanswered++;
      }
    }
    if (unanswered < 2) {
      throw new IOException("the backlog has no end");
    }
    return listener;
  }

  /** Adds an address without a listener. */
  void closed(String address) throws IOException {
    addresses.add(InetAddress.getByName(address));
  }

  private ServerSocket listen(String address, int backlog) throws IOException {
    InetAddress local = InetAddress.getByName(address);
    ServerSocket listener = new ServerSocket(port, backlog, local);
    open.add(listener);
    port = listener.getLocalPort();
    addresses.add(local);
    listener.setSoTimeout(5000);
    return listener;
  }

  @Override
  public void close() throws IOException {
    for (Socket filler : fillers) {
      filler.close();
    }
    for (ServerSocket listener : open) {
      listener.close();
    }
  }
}
