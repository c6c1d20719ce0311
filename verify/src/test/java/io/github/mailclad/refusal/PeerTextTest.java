package io.github.mailclad.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeerTextTest {
  @Test
  void onlyPrintableAsciiIsPrintedAsItIs() {
    assertEquals(
        "a\\r\\n\\x1b[2J\\u202e\\xe9\\x5c", PeerText.of("a\r\n\u001b[2J\u202e\u00e9\\").toString());
  }

  @Test
  void textIsEscapedOnce() {
    PeerText once = PeerText.of("a\r\n\u001b\u202e");

    assertEquals(once, PeerText.of(once.toString()));
    assertEquals(once, new PeerText(once.escaped()));
  }

  @Test
  void textIsBounded() {
    String shown = PeerText.of("x".repeat(10_000)).toString();

    assertEquals(203, shown.length());
    assertTrue(shown.endsWith("..."));
    assertEquals(List.of(PeerText.of(shown)), PeerText.listOf(List.of("x".repeat(10_000))));
  }
}
