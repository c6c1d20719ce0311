package io.github.mailclad.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.WireRecorder;
import io.github.mailclad.it.traps.OnTheWire;
import java.util.ArrayList;
import java.util.List;

/** The TLS records of one direction of a connection, as they were on the wire. */
record TlsRecords(List<Integer> types, List<Integer> lengths) {
  private static final int HEADER = 5;
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;

  /**
   * An alert in a record of TLS 1.3 has 2 octets, its type, up to 16 of padding and a tag of 16. A
   * Finished has at least 4 + 32 in place of the 2.
   */
  private static final int LONGEST_ALERT = 2 + 1 + 16 + 16;

  /** Returns the records after the first ClientHello, with or without STARTTLS before it. */
  static TlsRecords in(byte[] octets) {
    List<Integer> types = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    for (int at = clientHello(octets); at + HEADER <= octets.length; ) {
      int length = (octets[at + 3] & 0xff) << 8 | (octets[at + 4] & 0xff);
      types.add((int) octets[at]);
      lengths.add(length);
      at += HEADER + length;
    }
    return new TlsRecords(types, lengths);
  }

  private static int clientHello(byte[] octets) {
    for (int i = 0; i + HEADER < octets.length; i++) {
      if (octets[i] == HANDSHAKE && octets[i + 1] == 3 && octets[i + HEADER] == 1) {
        return i;
      }
    }
    throw new AssertionError("no ClientHello in " + octets.length + " octets");
  }

  /**
   * Asserts that the client sent a ClientHello and then an alert: it did not even finish the
   * handshake, so no octet of an application was in it.
   */
  static void assertRefusedBeforeFinished(WireRecorder.Connection connection) {
    connection.awaitEnd(OnTheWire.PATIENCE);
    TlsRecords records = in(connection.clientRaw());
    assertEquals(HANDSHAKE, records.types.get(0));
    assertTrue(records.types.size() > 1, "no alert: " + records);
    for (int i = 1; i < records.types.size(); i++) {
      assertTrue(
          records.types.get(i) == CHANGE_CIPHER_SPEC || records.lengths.get(i) <= LONGEST_ALERT,
          "more than an alert after the ClientHello: " + records);
    }
  }
}
