package io.github.mailclad.bench.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * The flights of one TCP connection. A flight is all that one side sends before it receives the
 * next flight of the other side; the first is the client's SYN. A flight is therefore numbered one
 * higher than the last one that its sender received, and two flights are one round trip. Time does
 * not matter here: a slow machine gives the same numbers. Not thread-safe.
 */
final class ConnectionCount {
  /** The octets of each flight; flight 1 is at index 0. */
  private final List<Integer> octets = new ArrayList<>();

  private int receivedByClient;
  private int receivedByServer;
  private int awaited = -1;
  private int packets;

  /** The number of the flight to which a packet of the client with something to say belongs. */
  int fromClient(int payload) {
    return sent(receivedByClient + 1, payload);
  }

  /** The same for a packet of the server. */
  int fromServer(int payload) {
    return sent(receivedByServer + 1, payload);
  }

  private int sent(int flight, int payload) {
    packets++;
    while (octets.size() < flight) {
      octets.add(0);
    }
    octets.set(flight - 1, octets.get(flight - 1) + payload);
    return flight;
  }

  /** A packet of that flight arrives at the client. */
  void atClient(int flight) {
    receivedByClient = Math.max(receivedByClient, flight);
  }

  /** A packet of that flight arrives at the server. */
  void atServer(int flight) {
    receivedByServer = Math.max(receivedByServer, flight);
  }

  /** The client ends its side: what it received until then is what it waited for. */
  void clientEnds() {
    if (awaited < 0) {
      awaited = receivedByClient;
    }
  }

  /** Returns whether the client has ended its side. */
  boolean ended() {
    return awaited >= 0;
  }

  /** One line: the flights that the client waited for, all packets, the octets of each flight. */
  String line() {
    StringBuilder text = new StringBuilder();
    text.append(awaited).append(' ').append(packets);
    octets.forEach(each -> text.append(' ').append(each));
    return text.toString();
  }
}
