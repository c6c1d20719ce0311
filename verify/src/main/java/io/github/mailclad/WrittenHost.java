package io.github.mailclad;

import io.github.mailclad.internal.text.Escaped;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that a person wrote in place of a host name, and the text to write instead: a URL, a host
 * with its port, an address, a list.
 */
final class WrittenHost {
  private static final Pattern URL =
      Pattern.compile(
          "[A-Za-z][A-Za-z0-9+.-]*://(?:[^/@]*@)?([^/?#]*)(?:[/?#].*)?", Pattern.DOTALL);

  private static final Pattern WITH_PORT =
      Pattern.compile("([^:\\[\\]\\s]+|\\[[^\\]]*\\]):(\\d{1,5})");

  private static final Pattern NOT_ALLOWED =
      Pattern.compile("[\\x00-\\x7f&&[^A-Za-z0-9.:\\[\\]-]]");

  private static final Pattern SEPARATORS = Pattern.compile("[,;\\s]+");

  private static final String ALONE = "; write the host name alone";

  private WrittenHost() {}

  /**
   * Returns the problem of a text that people write by mistake; empty for one that may be a host.
   */
  static Optional<String> problem(String host) {
    return hasOnlyNameCharacters(host) ? Optional.empty() : problemOfOther(host);
  }

  /** Returns whether no pattern can match, as in nearly every host that is parsed. */
  private static boolean hasOnlyNameCharacters(String host) {
    for (int i = 0; i < host.length(); i++) {
      char each = host.charAt(i);
      boolean inNames =
          (each >= 'a' && each <= 'z')
              || (each >= 'A' && each <= 'Z')
              || (each >= '0' && each <= '9')
              || each == '.'
              || each == '-';
      if (!inNames) {
        return false;
      }
    }
    return !host.isEmpty();
  }

  private static Optional<String> problemOfOther(String host) {
    if (host.isBlank()) {
      return Optional.of("it is empty");
    }
    Matcher url = URL.matcher(host.strip());
    if (url.matches()) {
      return Optional.of("it is a URL" + instead(url.group(1)));
    }
    if (host.indexOf('@') >= 0) {
      return Optional.of(
          "it is an address or has a user name"
              + instead(host.substring(host.lastIndexOf('@') + 1)));
    }
    Matcher withPort = WITH_PORT.matcher(host.strip());
    if (withPort.matches()) {
      return Optional.of("it has a port" + instead(host.strip()));
    }
    if (host.indexOf('%') >= 0) {
      return Optional.empty(); // an IPv6 zone has its own message
    }
    Matcher not = NOT_ALLOWED.matcher(host);
    return not.find() ? Optional.of(notAllowed(host, not.group())) : Optional.empty();
  }

  private static String notAllowed(String host, String character) {
    String shown = character.isBlank() ? "a blank" : "'" + Escaped.text(character) + "'";
    List<String> words = SEPARATORS.splitAsStream(host.strip()).toList();
    return shown
        + " is not allowed"
        + (words.size() > 1
            ? "; name one host"
            : words.size() == 1 && !words.get(0).equals(host) ? instead(words.get(0)) : ALONE);
  }

  /** Returns the text to write instead, if it can be derived. */
  private static String instead(String meant) {
    Matcher withPort = WITH_PORT.matcher(meant);
    String host = withPort.matches() ? withPort.group(1) : meant;
    if (Host.parse(host).isEmpty()) {
      return ALONE;
    }
    return "; write "
        + host
        + (withPort.matches() ? ", and set the port to " + withPort.group(2) : "");
  }
}
