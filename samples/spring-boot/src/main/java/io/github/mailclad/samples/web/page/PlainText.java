package io.github.mailclad.samples.web.page;

import org.jspecify.annotations.Nullable;

/**
 * Text of other people for a page that escapes it: bounded, and without characters that end lines
 * or change the direction of the text.
 */
public final class PlainText {
  private PlainText() {}

  /** Returns one line of at most that many characters. */
  public static String line(@Nullable String text, int most) {
    return text == null ? "" : bounded(text.replaceAll("\\s+", " ").strip(), most);
  }

  /** Returns several lines of at most that many characters in all. */
  public static String lines(String text, int most) {
    return bounded(text.replace("\r\n", "\n").replace('\r', '\n'), most);
  }

  private static String bounded(String text, int most) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .limit(most + 1L)
        .filter(c -> c == '\n' || c == '\t' || !(Character.isISOControl(c) || turns(c)))
        .forEach(kept::appendCodePoint);
    return kept.codePointCount(0, kept.length()) > most
        ? kept.substring(0, kept.offsetByCodePoints(0, most)) + "…"
        : kept.toString();
  }

  /** Returns whether a character changes the direction of the text after it. */
  private static boolean turns(int c) {
    return c == 0x061C
        || c == 0x200E
        || c == 0x200F
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
