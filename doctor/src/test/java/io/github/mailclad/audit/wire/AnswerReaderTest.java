package io.github.mailclad.audit.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.mailclad.audit.wire.ServerAnswer.Agreed;
import io.github.mailclad.audit.wire.ServerAnswer.Declined;
import io.github.mailclad.audit.wire.ServerAnswer.Unclear;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
  /** A ServerHello of TLS 1.2 without session, TLS_RSA_WITH_AES_128_CBC_SHA. */
  private static final String HELLO = "0303" + "11".repeat(32) + "00" + "002f";

  @Test
  void compressionIsSeen() throws IOException {
    assertEquals(1, agreed(HELLO + "01").compression());
    assertEquals(0, agreed(HELLO + "00").compression());
  }

  @Test
  void extensionsAreSeen() throws IOException {
    Agreed agreed = agreed(HELLO + "00" + "0009" + "00170000" + "ff01000100");
    assertEquals(Set.of(0x17, 0xff01), agreed.extensions());
    assertEquals(Set.of(), agreed(HELLO + "00").extensions());
  }

  @Test
  void aHelloRetryRequestNamesVersionAndGroup() throws IOException {
    String retry = "0303" + "cf".repeat(32) + "00" + "1301" + "00";
    Agreed agreed = agreed(retry + "000c" + "002b00020304" + "0033000211ec");
    assertEquals(ClientOffer.TLS_1_3, agreed.version());
    assertEquals(0x11ec, agreed.group());
  }

  @Test
  void thePrimeOfAnExchangeIsMeasured() throws IOException {
    String hello = "0303" + "11".repeat(32) + "00" + "0033" + "00";
    String exchange = "0080" + "ff".repeat(128) + "000102" + "000103";
    assertEquals(
        1024,
        assertInstanceOf(Agreed.class, read(record(2, hello), record(12, exchange), record(14, "")))
            .finiteFieldBits());
  }

  @Test
  void theSignatureOfAnExchangeIsSeen() throws IOException {
    String hello = "0303" + "11".repeat(32) + "00";
    String curve = "03001d" + "20" + "22".repeat(32);
    String prime = "0001ff" + "000102" + "000103";
    for (String scheme : List.of("0201", "0403")) {
      assertEquals(
          Integer.parseInt(scheme, 16),
          agreed(record(2, hello + "c02f00"), record(12, curve + scheme + "0001aa")).signature());
      assertEquals(
          Integer.parseInt(scheme, 16),
          agreed(record(2, hello + "003300"), record(12, prime + scheme + "0001aa")).signature());
    }
    // the signature of TLS 1.1 names no scheme, and an anonymous exchange has no signature
    String old = "0302" + "11".repeat(32) + "00";
    assertEquals(0, agreed(record(2, old + "c01300"), record(12, curve + "00020201")).signature());
    assertEquals(0, agreed(record(2, hello + "c01800"), record(12, curve)).signature());
  }

  @Test
  void aStapledResponseIsKept() throws IOException {
    Agreed agreed = agreed(record(2, HELLO + "00"), record(22, "01" + "000003" + "300100"));
    assertArrayEquals(new byte[] {0x30, 1, 0}, agreed.ocspResponses().get(0));
    assertEquals(List.of(), agreed(HELLO + "00").ocspResponses());
  }

  @Test
  void anAlertIsADecline() throws IOException {
    assertEquals(new Declined(70), read("15030100020246"));
    assertEquals(new Declined(-1), read(""));
  }

  @Test
  void whatIsNotTlsIsUnclear() throws IOException {
    assertInstanceOf(Unclear.class, read("2a204f4b20686921"));
    assertInstanceOf(Unclear.class, read("16"));
    assertInstanceOf(Unclear.class, read(record(2, "0303")));
    assertInstanceOf(Unclear.class, read(record(11, "000005000003ffffff")));
  }

  @Test
  void anEndlessFlightEnds() throws IOException {
    byte[] flight = HexFormat.of().parseHex("160303000401000000".repeat(100_000));
    assertInstanceOf(Unclear.class, new AnswerReader(new ByteArrayInputStream(flight)).read());
  }

  @Test
  void changedOctetsNeverThrow() throws IOException {
    Random random = new Random(7);
    byte[] good =
        HexFormat.of()
            .parseHex(
                record(2, HELLO + "00" + "0009" + "00170000" + "ff01000100") + record(14, ""));
    for (int i = 0; i < 5000; i++) {
      byte[] changed = good.clone();
      for (int j = 0; j < 3; j++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      new AnswerReader(new ByteArrayInputStream(changed)).read();
    }
  }

  private static Agreed agreed(String hello) throws IOException {
    return agreed(record(2, hello), "");
  }

  private static Agreed agreed(String hello, String next) throws IOException {
    return assertInstanceOf(Agreed.class, read(hello, next, record(14, "")));
  }

  private static ServerAnswer read(String... records) throws IOException {
    return new AnswerReader(
            new ByteArrayInputStream(HexFormat.of().parseHex(String.join("", records))))
        .read();
  }

  private static String record(int type, String body) {
    String message = "%02x%06x".formatted(type, body.length() / 2) + body;
    return "160303%04x".formatted(message.length() / 2) + message;
  }
}
