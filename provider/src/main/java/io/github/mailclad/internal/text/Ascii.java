package io.github.mailclad.internal.text;

/**
 * The case of the letters of ASCII, and of no others. Names of the DNS and words of protocols are
 * compared in this way (RFC 4343, section 3). The rules of Unicode make other names equal too: they
 * turn a KELVIN SIGN into a k, and a LATIN SMALL LETTER LONG S into an S.
 */
public final class Ascii {
  private static final int DISTANCE = 'a' - 'A';

  private Ascii() {}

  /** The text with A to Z in lower case, and all else as it is. */
  public static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + DISTANCE));
      }
    }
    return lower.toString();
  }

  /** The text with a to z in upper case, and all else as it is. */
  public static String upperCase(String text) {
    StringBuilder upper = new StringBuilder(text);
    for (int i = 0; i < upper.length(); i++) {
      char c = upper.charAt(i);
      if (c >= 'a' && c <= 'z') {
        upper.setCharAt(i, (char) (c - DISTANCE));
      }
    }
    return upper.toString();
  }

  /** Whether two texts differ in nothing but the case of the letters of ASCII. */
  public static boolean equalsIgnoringCase(String text, String other) {
    return text.length() == other.length() && lowerCase(text).equals(lowerCase(other));
  }
}
