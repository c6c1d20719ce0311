package io.github.mailclad.internal.text;

/**
 * Text of a server that is printed. Even a verified server may send characters that a terminal
 * interprets. Control characters and those that change the direction of text are escaped; letters
 * stay.
 */
public final class ServerWords {
  private ServerWords() {}

  /** Returns one line of a server's text. */
  public static String line(String raw) {
    return printable(raw, "");
  }

  /** Returns text of several lines that may quote a server. */
  public static String lines(String raw) {
    return printable(raw, "\n\t");
  }

  private static String printable(String raw, String kept) {
    StringBuilder out = new StringBuilder(raw.length());
    raw.codePoints()
        .forEach(
            c -> {
              if (kept.indexOf(c) >= 0 || !isHarmful(c)) {
                out.appendCodePoint(c);
              } else {
                out.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", c));
              }
            });
    return out.toString();
  }

  private static boolean isHarmful(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
