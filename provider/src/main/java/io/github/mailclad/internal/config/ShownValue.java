package io.github.mailclad.internal.config;

import io.github.mailclad.internal.config.Settings.Setting;
import java.util.Locale;
import java.util.Set;

/**
 * The text for a wrong value in a message. A value is quoted only if its setting has a closed
 * vocabulary and the value is short. A token, a password, a private key or a text with one of them
 * must not get into an exception or a log because it was set under the wrong name.
 */
final class ShownValue {
  /** The longest value that is quoted; longer values are not typing errors. */
  private static final int LONGEST = 64;

  private static final int LONGEST_MECHANISM = 20;

  /** The words that people write for a boolean. */
  private static final Set<String> NEARLY_BOOLEAN =
      Set.of("", "true", "false", "yes", "no", "on", "off", "y", "n", "t", "f", "0", "1");

  private ShownValue() {}

  /** Returns the subject of a sentence about the wrong value of a setting. */
  static String of(Setting setting, Key<?> key) {
    if (setting.text().isEmpty()) {
      return "an object of " + setting.value().getClass().getName();
    }
    String text = setting.text().get();
    return key.isQuoted() && isPlain(text) && text.length() <= LONGEST
        ? "\"" + text + "\""
        : "the text there";
  }

  /** Returns the subject of a sentence about a value that is not a boolean. */
  static String ofBoolean(String text) {
    return NEARLY_BOOLEAN.contains(text.trim().toLowerCase(Locale.ROOT))
        ? "\"" + text + "\""
        : "the value";
  }

  /**
   * Returns a word of a list of mechanisms; a word that is not a SASL name (RFC 4422, section 3.1)
   * is not shown.
   */
  static String ofMechanism(String word) {
    return word.length() <= LONGEST_MECHANISM && word.matches("[A-Za-z0-9_-]+")
        ? word
        : "a word that is not a SASL name";
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
  }
}
