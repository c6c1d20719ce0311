package io.github.mailclad;

import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.internal.text.Escaped;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The syntax of host names: LDH labels (RFC 1123, section 2.1), A-labels for characters beyond
 * ASCII.
 */
final class DomainNames {
  private static final int LONGEST_LABEL = 63;

  /**
   * The text that inet_aton() accepts as an address: a last label of digits, or a hexadecimal
   * number.
   */
  private static final Pattern NUMBER_LAST =
      Pattern.compile("(?:.*\\.)?(?:\\d+|0[xX][0-9a-fA-F]*)\\.?");

  private DomainNames() {}

  static boolean isLabel(String lowerCase) {
    int length = lowerCase.length();
    if (length == 0
        || length > LONGEST_LABEL
        || lowerCase.charAt(0) == '-'
        || lowerCase.charAt(length - 1) == '-') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = lowerCase.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isAscii(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  static boolean looksLikeIpv4(String host) {
    return NUMBER_LAST.matcher(host).matches();
  }

  static String requireHostName(String name) {
    String lower = Ascii.lowerCase(name);
    if (lower.length() > 253) {
      throw new IllegalArgumentException("a host name has at most 253 characters");
    }
    for (String label : lower.split("\\.", -1)) {
      if (!isLabel(label)) {
        throw new IllegalArgumentException(
            label.isEmpty() ? "a host name has no empty label" : fault(label));
      }
    }
    return lower;
  }

  private static String fault(String label) {
    return label
        .chars()
        .filter(c -> !isLabel("a" + (char) c + "a"))
        .mapToObj(
            c -> "'" + Escaped.text(Character.toString(c)) + "' is not allowed in a host name")
        .findFirst()
        .orElse("\"" + Escaped.text(label) + "\" is not allowed as a part of a host name");
  }

  /**
   * Returns the A-labels of a host name that a person wrote. The JDK maps by IDNA 2003, which turns
   * some names into other ones (a sharp s into "ss"). So a name that changes on the way to A-labels
   * and back is refused, and the person has to give its A-labels.
   */
  static String toAsciiHostName(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (name.isEmpty()) {
      throw new IllegalArgumentException("empty host name");
    }
    if (isAscii(name)) {
      return requireHostName(name);
    }
    String mapped =
        Normalizer.normalize(name, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .replace('\u3002', '.');
    String ascii;
    try {
      ascii = IDN.toASCII(mapped, IDN.USE_STD3_ASCII_RULES);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not an internationalized host name", e);
    }
    if (!IDN.toUnicode(ascii).equals(mapped)) {
      throw new IllegalArgumentException(
          "this name means different hosts in IDNA 2003 and IDNA 2008; write it in A-labels (xn--...)");
    }
    return requireHostName(ascii);
  }
}
