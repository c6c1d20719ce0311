package io.github.mailclad.doctor;

/** Text for XML and HTML. */
final class Markup {
  private Markup() {}

  /**
   * Returns a text that stays a text in an element and in a quoted attribute. Characters that XML
   * 1.0 cannot have, and those that change the direction of text, are shown by their number.
   */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> {
                  if (isHidden(c)) {
                    safe.append("\\u%04x".formatted(c));
                  } else {
                    safe.appendCodePoint(c);
                  }
                }
              }
            });
    return safe.toString();
  }

  /** Returns whether a character is invisible, changes others, or cannot be in XML. */
  static boolean isHidden(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || (c & 0xfffe) == 0xfffe;
  }

  /** Returns a text on one line, in which hidden characters are shown by their number. */
  static String oneLine(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isHidden(c)) {
                safe.append("\\u%04x".formatted(c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }
}
