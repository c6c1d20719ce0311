package io.github.mailclad.internal.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that stapled responses are read from a Certificate message, and that nothing else is. */
class CertificateMessageTest {
  /** Two certificates of two octets; the first one has another extension and a response. */
  private static final String MESSAGE =
      "0b00001f"
          + "00"
          + "00001b"
          + "000002"
          + "aaaa"
          + "000d"
          + "00120001ff" // signed_certificate_timestamp
          + "000500050100"
          + "0001"
          + "cc"
          + "000002"
          + "bbbb"
          + "0000";

  private static byte[] message() {
    byte[] octets = HexFormat.of().parseHex(MESSAGE);
    octets[3] = (byte) (octets.length - 4);
    octets[7] = (byte) (octets.length - 8);
    octets[14] = (byte) 14;
    return octets;
  }

  @Test
  void eachCertificateHasItsResponse() {
    List<byte[]> staples = CertificateMessage.staples(message());

    assertEquals(2, staples.size());
    assertArrayEquals(new byte[] {(byte) 0xcc}, staples.get(0));
    assertArrayEquals(new byte[0], staples.get(1));
  }

  @Test
  void aMessageThatIsCutHasNoResponse() {
    byte[] whole = message();
    for (int length = 0; length < whole.length; length++) {
      assertEquals(List.of(), CertificateMessage.staples(Arrays.copyOf(whole, length)));
    }
  }

  /** A length that is too large leads to no exception and to no allocation. */
  @Test
  void aWrongLengthHasNoResponse() {
    for (int at : new int[] {1, 3, 4, 5, 7, 8, 10, 13, 14, 17, 22, 25}) {
      byte[] wrong = message();
      wrong[at] = (byte) 0xff;
      assertEquals(List.of(), CertificateMessage.staples(wrong), "octet " + at);
    }
  }

  @Test
  void anotherKindOfStatusIsNoResponse() {
    byte[] other = message();
    other[24] = 2;

    assertArrayEquals(new byte[0], CertificateMessage.staples(other).get(0));
  }
}
