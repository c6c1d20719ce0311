package io.github.mailclad.internal.text;

import java.util.regex.Pattern;

/**
 * Text that a peer controls, made safe to print. Printable ASCII stays, all other characters are
 * escaped, and the length is bounded. Escaped text stays as it is, so that it can be stored and
 * read again.
 */
public final class Escaped {
  private static final int MOST = 200;
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:[rn]|x[0-9a-f]{2}|u[0-9a-f]{4})");

  private Escaped() {}

  public static String text(String raw) {
    return text(raw, MOST);
  }

  /** Returns escaped text with another length limit, for text that is only useful as a whole. */
  public static String text(String raw, int most) {
    return raw.length() <= most && isPlain(raw) ? raw : escaped(raw, most);
  }

  /** Returns whether a text has a control character, in ASCII or of the second set (C1). */
  public static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPlain(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) < 0x20 || raw.charAt(i) >= 0x7f || raw.charAt(i) == '\\') {
        return false;
      }
    }
    return true;
  }

  private static String escaped(String raw, int most) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      if (out.length() >= most) {
        return out.append("...").toString();
      }
      char c = raw.charAt(i);
      if (c == '\r') {
        out.append("\\r");
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c >= 0x20 && c < 0x7f && (c != '\\' || beginsEscape(raw, i))) {
        out.append(c);
      } else {
        out.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c));
      }
    }
    return out.toString();
  }

  private static boolean beginsEscape(String raw, int from) {
    return ESCAPE.matcher(raw).region(from, raw.length()).lookingAt();
  }
}
