package io.github.mailclad;

/**
 * Text that a peer controls, made safe to print: printable ASCII stays, all else is escaped, and
 * the length is bounded.
 */
final class Escaped {
  private static final int MOST = 200;

  private Escaped() {}

  static String text(String raw) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      if (out.length() >= MOST) {
        return out.append("...").toString();
      }
      char c = raw.charAt(i);
      if (c == '\r') {
        out.append("\\r");
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c >= 0x20 && c < 0x7f && c != '\\') {
        out.append(c);
      } else {
        out.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c));
      }
    }
    return out.toString();
  }
}
