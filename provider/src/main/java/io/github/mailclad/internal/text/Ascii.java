package io.github.mailclad.internal.text;

/**
 * The case of ASCII letters, and of no others. Names of the DNS and words of protocols are compared
 * in this way (RFC 4343, section 3). The rules of Unicode make other names equal too: they turn a
 * KELVIN SIGN into a k, and a LATIN SMALL LETTER LONG S into an S.
 */
public final class Ascii {
  private static final int DISTANCE = 'a' - 'A';

  private Ascii() {}

  /** Returns the text with A to Z in lower case, and all other characters unchanged. */
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

  /** Returns the text with a to z in upper case, and all other characters unchanged. */
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

  /** Returns whether two texts are equal except for the case of ASCII letters. */
  public static boolean equalsIgnoringCase(String text, String other) {
    return text.length() == other.length() && lowerCase(text).equals(lowerCase(other));
  }
}
