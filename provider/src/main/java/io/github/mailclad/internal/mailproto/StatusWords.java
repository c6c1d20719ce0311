package io.github.mailclad.internal.mailproto;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a reply that machines read. The free text after it came in the clear: anybody on the
 * way could have put an alert, an address or a telephone number there, so it is shown to nobody
 * (RFC 9051, section 11.3).
 */
final class StatusWords {
  private static final Pattern IMAP =
      Pattern.compile("(\\S{1,4} [A-Za-z]{2,7})(?: \\[([A-Za-z]{1,24})[ \\]].*)?(?: .*)?");
  private static final Pattern POP3 = Pattern.compile("(-ERR)(?: \\[([A-Z/]{1,24})].*)?(?: .*)?");
  private static final Pattern ENHANCED =
      Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?:\\s.*)?");

  private StatusWords() {}

  /** Tag and status, with the name of the response code if there is one, without its arguments. */
  static String ofImap(String line) {
    return words(IMAP.matcher(line));
  }

  /** Status, with the response code if there is one (RFC 2449, section 8). */
  static String ofPop3(String line) {
    return words(POP3.matcher(line));
  }

  private static String words(Matcher line) {
    if (!line.matches()) {
      return "";
    }
    return line.group(2) == null ? line.group(1) : line.group(1) + " [" + line.group(2) + "]";
  }

  /** Reply code, with the enhanced one if there is one (RFC 2034). */
  static String ofSmtp(String code, String text) {
    Matcher enhanced = ENHANCED.matcher(text);
    return enhanced.matches() ? code + " " + enhanced.group(1) : code;
  }
}
