package io.github.mailclad.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AsciiTest {
  private static final String BEYOND = "\u212a\u017f\u0130\u0131\u00df\u00c4";

  @Test
  void lettersOfAsciiChangeTheirCaseAndNoOthers() {
    assertEquals("az09-_." + BEYOND, Ascii.lowerCase("AZ09-_." + BEYOND));
    assertEquals("AZ09-_." + BEYOND, Ascii.upperCase("az09-_." + BEYOND));
    assertEquals("@[`{", Ascii.lowerCase("@[`{"));
    assertEquals("@[`{", Ascii.upperCase("@[`{"));
  }

  @Test
  void aTextWithoutSuchLettersStaysTheSame() {
    assertSame("imaps.1", Ascii.lowerCase("imaps.1"));
    assertSame("SHA-1", Ascii.upperCase("SHA-1"));
    assertEquals("imaps", Ascii.lowerCase("imapS"));
  }

  @Test
  void whatUnicodeTakesForTheSameLetterIsAnother() {
    assertTrue(Ascii.equalsIgnoringCase("StartTLS", "STARTTLS"));
    assertFalse(Ascii.equalsIgnoringCase("\u017ftarttls", "STARTTLS"));
    assertFalse(Ascii.equalsIgnoringCase("\u212aeys.example", "keys.example"));
    assertFalse(Ascii.equalsIgnoringCase("a", "ab"));
  }
}
