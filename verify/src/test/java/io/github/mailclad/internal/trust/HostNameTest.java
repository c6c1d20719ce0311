package io.github.mailclad.internal.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The syntax of host names (RFC 1123, section 2.1), as far as name constraints need it. */
class HostNameTest {
  private static final String LABEL = "a".repeat(63);

  @Test
  void labelsAreOfLettersDigitsHyphensAndUnderscores() {
    for (String name : List.of("a", "z", "0", "9", "-", "_", "a-z.0-9", "_imaps.example.net")) {
      assertTrue(HostName.isValid(name), name);
    }
    // the neighbours of a, z, 0 and 9, a capital, and what is no ASCII
    for (String name : List.of("`", "{", "/", ":", "A", "*", "a b", "\u00e4")) {
      assertFalse(HostName.isValid(name), name);
    }
  }

  @Test
  void noLabelIsEmpty() {
    for (String name : List.of("", ".", "a.", ".a", "a..b")) {
      assertFalse(HostName.isValid(name), name);
    }
  }

  @Test
  void aLabelHas63OctetsAtMostAndAName253() {
    String longest = String.join(".", LABEL, LABEL, LABEL, "a".repeat(61));

    assertTrue(HostName.isValid(LABEL));
    assertFalse(HostName.isValid(LABEL + "a"));
    assertEquals(253, longest.length());
    assertTrue(HostName.isValid(longest));
    assertFalse(HostName.isValid(longest + "a"));
  }

  @Test
  void aLastLabelOfDigitsMakesAnAddress() {
    for (String name : List.of("192.0.2.1", "0", "9", "mail.90")) {
      assertTrue(HostName.isAddress(name), name);
    }
    for (String name : List.of("a", "localhost", "192.0.2.a", "0.9a", "1.a1", "0.-")) {
      assertFalse(HostName.isAddress(name), name);
    }
  }

  @Test
  void aDomainIncludesItselfAndWholeLabelsBelow() {
    assertTrue(HostName.isWithin("example.net", "example.net"));
    assertTrue(HostName.isWithin("a.example.net", "example.net"));
    assertFalse(HostName.isWithin("anexample.net", "example.net"));
    assertFalse(HostName.isWithin("net", "example.net"));
  }
}
