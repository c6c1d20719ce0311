package io.github.mailclad.it.dns;

import io.github.mailclad.fixtures.Loopback;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** Unused ports on loopback, by UDP and by TCP: DNS needs both of one number. */
final class LoopbackPorts {

  private LoopbackPorts() {}

  /** As many as asked for. */
  static List<Integer> free(int count) throws IOException {
    List<AutoCloseable> bound = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      while (ports.size() < count) {
        ServerSocket tcp = new ServerSocket(0, 1, Loopback.V4);
        bound.add(tcp);
        try {
          bound.add(new DatagramSocket(tcp.getLocalPort(), Loopback.V4));
          ports.add(tcp.getLocalPort());
        } catch (SocketException e) {
          // another process has the same number by UDP; another one will do
        }
      }
      return ports;
    } finally {
      for (AutoCloseable socket : bound) {
        close(socket);
      }
    }
  }

  private static void close(AutoCloseable socket) throws IOException {
    try {
      socket.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
