package io.github.mailclad.bench.lab;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A network with a delay, as a process of its own whose standard input and output are a TUN device.
 * It holds each packet for half of the round trip, exchanges the addresses, and gives it back: what
 * was sent to 198.18.N.2 arrives at this machine from 198.18.N.2, N/2 milliseconds later. Client
 * and server therefore have real TCP connections with a real delay, in one network namespace.
 *
 * <p>When a client ends its side of a connection, the process appends a line to a file: the port of
 * the server and {@link ConnectionCount#line()}. A SYN to the port {@link LabSettings#MARKER} ends
 * all connections in this sense: a client sends it when it has nothing more to wait for.
 */
final class DelayedNetwork {
  private static final int MOST = 65_536;

  private final DelayQueue<Held> held = new DelayQueue<>();
  private final Map<Integer, Known> connections = new HashMap<>();
  private final FileInputStream device;
  private final FileOutputStream back;
  private final PrintStream counts;
  private long order;

  private DelayedNetwork(FileInputStream device, FileOutputStream back, PrintStream counts) {
    this.device = device;
    this.back = back;
    this.counts = counts;
  }

  /** A connection by the ports of its client and its server. */
  private record Known(int clientPort, int serverPort, ConnectionCount count) {}

  /** A packet until its time, with the connection and the flight to which it belongs. */
  private record Held(long due, long order, Packet packet, @Nullable Known connection, int flight)
      implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      Held that = (Held) other;
      int byTime = Long.compare(due - that.due, 0);
      return byTime != 0 ? byTime : Long.compare(order, that.order);
    }
  }

  /**
   * Runs until it is ended.
   *
   * @param arguments the file to write counts to
   */
  public static void main(String[] arguments) throws IOException {
    try (PrintStream counts =
        new PrintStream(new FileOutputStream(arguments[0]), true, StandardCharsets.US_ASCII)) {
      DelayedNetwork network =
          new DelayedNetwork(
              new FileInputStream(FileDescriptor.in),
              new FileOutputStream(FileDescriptor.out),
              counts);
      Thread writer = new Thread(network::release, "release");
      writer.setDaemon(true);
      writer.start();
      System.err.println("ready");
      network.hold();
    }
  }

  private void hold() throws IOException {
    byte[] buffer = new byte[MOST];
    while (true) {
      int length = device.read(buffer);
      long now = System.nanoTime();
      Packet packet = length < 0 ? null : Packet.of(buffer, length);
      if (packet != null) {
        held.add(accept(packet, now));
      }
    }
  }

  private synchronized Held accept(Packet packet, long now) {
    long due = now + packet.roundTripMillis() * 500_000L;
    Known connection = connection(packet);
    int flight = connection == null ? 0 : flight(packet, connection);
    packet.turnBack();
    return new Held(due, order++, packet, connection, flight);
  }

  private @Nullable Known connection(Packet packet) {
    if (packet.opens() && packet.destinationPort() == LabSettings.MARKER) {
      connections.values().forEach(this::ends);
      connections.clear();
      return null;
    }
    if (packet.opens()) {
      Known opened =
          new Known(packet.sourcePort(), packet.destinationPort(), new ConnectionCount());
      connections.put(opened.clientPort(), opened);
      return opened;
    }
    Known byClient = connections.get(packet.sourcePort());
    if (byClient != null && byClient.serverPort() == packet.destinationPort()) {
      return byClient;
    }
    Known byServer = connections.get(packet.destinationPort());
    return byServer != null && byServer.serverPort() == packet.sourcePort() ? byServer : null;
  }

  private int flight(Packet packet, Known connection) {
    ConnectionCount count = connection.count();
    boolean client = packet.sourcePort() == connection.clientPort();
    int flight = 0;
    if (packet.speaks()) {
      flight = client ? count.fromClient(packet.payload()) : count.fromServer(packet.payload());
    }
    if (client && packet.ends()) {
      ends(connection);
    }
    return flight;
  }

  private void ends(Known connection) {
    if (!connection.count().ended()) {
      connection.count().clientEnds();
      counts.println(connection.serverPort() + " " + connection.count().line());
    }
  }

  private void release() {
    try {
      while (true) {
        Held next = held.take();
        arrive(next);
        next.packet().writeTo(back);
      }
    } catch (InterruptedException | IOException e) {
      System.err.println("ends: " + e);
      Runtime.getRuntime().halt(1);
    }
  }

  private synchronized void arrive(Held packet) {
    if (packet.connection() != null && packet.flight() > 0) {
      ConnectionCount count = packet.connection().count();
      if (packet.packet().destinationPort() == packet.connection().serverPort()) {
        count.atServer(packet.flight());
      } else {
        count.atClient(packet.flight());
      }
    }
  }
}
