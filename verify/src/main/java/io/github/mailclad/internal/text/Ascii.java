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
    return shifted(text, 'A', DISTANCE);
  }

  /** Returns the text with a to z in upper case, and all other characters unchanged. */
  public static String upperCase(String text) {
    return shifted(text, 'a', -DISTANCE);
  }

  /** Returns the text with the 26 letters from the first one shifted; the same text for none. */
  private static String shifted(String text, char first, int distance) {
    int at = 0;
    while (at < text.length() && !isLetterFrom(first, text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return text;
    }
    char[] shifted = text.toCharArray();
    for (; at < shifted.length; at++) {
      if (isLetterFrom(first, shifted[at])) {
        shifted[at] = (char) (shifted[at] + distance);
      }
    }
    return new String(shifted);
  }

  private static boolean isLetterFrom(char first, char c) {
    return c >= first && c < first + 26;
  }

  /** Returns whether two texts are equal except for the case of ASCII letters. */
  public static boolean equalsIgnoringCase(String text, String other) {
    return text.length() == other.length() && lowerCase(text).equals(lowerCase(other));
  }
}
