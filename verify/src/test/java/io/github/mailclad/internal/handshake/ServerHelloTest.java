package io.github.mailclad.internal.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.fixtures.Requirement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerHelloTest {
  private static final Set<TlsSafeguard> BOTH = EnumSet.allOf(TlsSafeguard.class);
  private static final String RENEGOTIATION_INFO = "ff01000100";
  private static final String EXTENDED_MASTER_SECRET = "00170000";
  private static final String EC_POINT_FORMATS = "000b00020100";

  private static byte[] hello(String sessionId, String extensions) {
    String body =
        "0303"
            + "11".repeat(32)
            + "%02x".formatted(sessionId.length() / 2)
            + sessionId
            + "c02f00"
            + (extensions.isEmpty() ? "" : "%04x".formatted(extensions.length() / 2) + extensions);
    String message = "02%06x".formatted(body.length() / 2) + body;
    return HexFormat.of().parseHex("160303%04x".formatted(message.length() / 2) + message);
  }

  private static Set<TlsSafeguard> missing(byte[] firstOctets) {
    return ServerHello.missingSafeguards(TlsVersion.TLS_1_2, firstOctets);
  }

  @ParameterizedTest
  @CsvSource({"''", "22", "2222222222222222222222222222222222222222222222222222222222222222"})
  @Requirement(
      value = {"R9325-3.5-1", "R9325-3.5-2"},
      heldBy = "ServerHello")
  void eachSafeguardIsFoundAmongTheExtensions(String sessionId) {
    assertEquals(
        Set.of(),
        missing(hello(sessionId, EC_POINT_FORMATS + EXTENDED_MASTER_SECRET + RENEGOTIATION_INFO)));
    assertEquals(
        Set.of(TlsSafeguard.SECURE_RENEGOTIATION),
        missing(hello(sessionId, EXTENDED_MASTER_SECRET + EC_POINT_FORMATS)));
    assertEquals(
        Set.of(TlsSafeguard.EXTENDED_MASTER_SECRET), missing(hello(sessionId, RENEGOTIATION_INFO)));
    assertEquals(BOTH, missing(hello(sessionId, EC_POINT_FORMATS)));
    assertEquals(BOTH, missing(hello(sessionId, "")));
  }

  @Test
  void tls13NeedsNone() {
    assertEquals(Set.of(), ServerHello.missingSafeguards(TlsVersion.TLS_1_3, new byte[0]));
  }

  private static final String SHA256_OF_HELLO_RETRY_REQUEST =
      "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";
  private static final String RANDOM = "22".repeat(32);
  private static final String TLS_1_3 = "002b00020304";
  private static final String CHANGE_CIPHER_SPEC = "140303000101";

  private static String message(String random, String extensions) {
    String body =
        "0303" + random + "00" + "130100" + "%04x".formatted(extensions.length() / 2) + extensions;
    return "02%06x".formatted(body.length() / 2) + body;
  }

  private static String records(String messages, int octetsEach) {
    StringBuilder records = new StringBuilder();
    for (int at = 0; at < messages.length(); at += 2 * octetsEach) {
      String part = messages.substring(at, Math.min(messages.length(), at + 2 * octetsEach));
      records.append("160303%04x".formatted(part.length() / 2)).append(part);
    }
    return records.toString();
  }

  private static String keyShare(int group, int octets) {
    return "0033%04x%04x%04x".formatted(4 + octets, group, octets) + "33".repeat(octets);
  }

  private static @Nullable String group(String octets) {
    return ServerHello.group(TlsVersion.TLS_1_3, HexFormat.of().parseHex(octets));
  }

  @ParameterizedTest
  @CsvSource({
    "0x001d, 32, x25519",
    "0x0017, 65, secp256r1",
    "0x0018, 97, secp384r1",
    "0x0019, 133, secp521r1",
    "0x001e, 56, x448",
    "0x0100, 256, ffdhe2048",
    "0x0200, 768, MLKEM512",
    "0x0201, 1088, MLKEM768",
    "0x0202, 1568, MLKEM1024",
    "0x11eb, 1153, SecP256r1MLKEM768",
    "0x11ec, 1120, X25519MLKEM768",
    "0x11ed, 1665, SecP384r1MLKEM1024",
    "0x6399, 1120, group-0x6399",
    "0x0003, 32, group-0x0003"
  })
  void theKeyShareTellsTheGroup(String group, int octets, String name) {
    String share = keyShare(Integer.decode(group), octets);
    for (String extensions : List.of(TLS_1_3 + share, share + TLS_1_3, share)) {
      String hello = message(RANDOM, extensions);
      assertEquals(name, group(records(hello, 20_000)));
      assertEquals(name, group(records(hello, 7)), "in many records");
      assertEquals(
          name, group(records(hello, 20_000).substring(0, 2 * 70)), "as far as it is remembered");
    }
  }

  @Test
  void ofAHelloRetryRequestNothingCountsButTheServerHelloBehindIt() {
    String retry = message(SHA256_OF_HELLO_RETRY_REQUEST, TLS_1_3 + "0033000211ec");
    String hello = message(RANDOM, TLS_1_3 + keyShare(0x001d, 32));

    assertEquals("x25519", group(records(retry, 20_000) + records(hello, 20_000)));
    assertEquals(
        "x25519", group(records(retry, 20_000) + CHANGE_CIPHER_SPEC + records(hello, 20_000)));
    assertEquals("x25519", group(records(retry + hello, 20_000)));
    assertNull(group(records(retry, 20_000)));
    assertNull(group(records(retry, 20_000) + CHANGE_CIPHER_SPEC));
    assertNull(group(records(retry, 20_000) + records(retry, 20_000)));
  }

  @Test
  void whereThereWasNoKeyExchangeThereIsNoGroup() {
    assertNull(group(records(message(RANDOM, TLS_1_3 + "002900020000"), 20_000)));
    assertNull(group(records(message(RANDOM, ""), 20_000)));
    assertNull(group("1503030002022a"));
    assertNull(group(""));
  }

  @Test
  void whatIsCutBeforeTheGroupTellsNone() {
    String hello = records(message(RANDOM, TLS_1_3 + keyShare(0x001d, 32)), 20_000);
    int behindTheGroup = hello.indexOf("00330024001d") + 12;
    for (int end = 0; end <= hello.length(); end += 2) {
      assertEquals(end < behindTheGroup ? null : "x25519", group(hello.substring(0, end)));
    }
  }

  @Test
  void noCutOfRecordsMakesAnotherGroupOfIt() {
    String extensions = TLS_1_3 + keyShare(0x001d, 32);
    String hello = message(RANDOM, extensions);
    for (int first = 1; first < hello.length() / 2; first++) {
      assertEquals(
          "x25519",
          group(
              records(hello.substring(0, 2 * first), 20_000)
                  + records(hello.substring(2 * first), 20_000)));
    }
  }

  @Test
  void tls12TellsItsGroupTooLate() {
    assertNull(
        ServerHello.group(
            TlsVersion.TLS_1_2,
            HexFormat.of().parseHex(records(message(RANDOM, keyShare(0x001d, 32)), 20_000))));
  }

  @Test
  void whatCannotBeReadCountsAsMissing() {
    byte[] hello = hello("", RENEGOTIATION_INFO + EXTENDED_MASTER_SECRET);
    for (int length = 0; length < hello.length; length++) {
      assertEquals(BOTH, missing(Arrays.copyOf(hello, length)), "cut at " + length);
    }
    byte[] alert = hello.clone();
    alert[0] = 21;
    assertEquals(BOTH, missing(alert));
    byte[] certificate = hello.clone();
    certificate[5] = 11;
    assertEquals(BOTH, missing(certificate));
  }
}
