package io.github.mailclad.bench.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An IPv4 packet with a TCP segment, as the TUN device gives it. */
final class Packet {
  private static final int FIN_OR_RST = 0x05;
  private static final int SYN = 0x02;
  private static final int ACK = 0x10;

  private final byte[] octets;

  private Packet(byte[] octets) {
    this.octets = octets;
  }

  /** Reads the first octets of a buffer; null for what is not TCP over IPv4. */
  static @Nullable Packet of(byte[] buffer, int length) {
    boolean tcp = length >= 40 && buffer[0] >> 4 == 4 && buffer[9] == 6;
    return tcp ? new Packet(Arrays.copyOf(buffer, length)) : null;
  }

  /**
   * The same packet with source and destination exchanged, so that it comes back to this machine.
   * The checksums stay right: they are sums.
   */
  void turnBack() {
    for (int i = 12; i < 16; i++) {
      byte source = octets[i];
      octets[i] = octets[i + 4];
      octets[i + 4] = source;
    }
  }

  /** Writes it as it is now. */
  void writeTo(OutputStream out) throws IOException {
    out.write(octets);
  }

  /** The third octet of the address that is not ours: the round trip in milliseconds. */
  int roundTripMillis() {
    return octets[18] & 0xff;
  }

  private int tcp() {
    return (octets[0] & 15) * 4;
  }

  private int word(int at) {
    return (octets[at] & 0xff) << 8 | (octets[at + 1] & 0xff);
  }

  int sourcePort() {
    return word(tcp());
  }

  int destinationPort() {
    return word(tcp() + 2);
  }

  private int flags() {
    return octets[tcp() + 13];
  }

  /** Returns whether the client opens a connection with it. */
  boolean opens() {
    return (flags() & (SYN | ACK)) == SYN;
  }

  /** Returns whether its sender says nothing after it. */
  boolean ends() {
    return (flags() & FIN_OR_RST) != 0;
  }

  /** Returns whether it belongs to a flight: it has octets, or opens the connection. */
  boolean speaks() {
    return payload() > 0 || (flags() & SYN) != 0;
  }

  /** The octets that it carries for the programs. */
  int payload() {
    return word(2) - tcp() - ((octets[tcp() + 12] & 0xf0) >> 4) * 4;
  }
}
