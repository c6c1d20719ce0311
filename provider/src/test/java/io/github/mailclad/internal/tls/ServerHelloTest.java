package io.github.mailclad.internal.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.TlsSafeguard;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.fixtures.Requirement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
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
