package io.github.mailclad.internal.text;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of texts, by the pattern of the setting keys in them. */
public enum SettingKeys {
  /**
   * The text may quote a server, so only {@code <protocol>} marks a key: a host may be called
   * {@code mail.imap.example}.
   */
  QUOTING("mail\\.<protocol>"),

  /** The text is entirely Mailclad's own, so keys with their real names count too. */
  OWN_WORDS(
      "mail\\.(?:<protocol>|security|imaps?|pop3s?|submissions?|smtps?)(?=\\.)|mail\\.(?=(?:host|user|from)\\b)"),

  /** The text consists of keys only, mistyped ones included. */
  KEYS_ONLY("mail\\.(?:<protocol>)?");

  private static final String PLACEHOLDER = "mail.<protocol>.";

  private final Pattern keys;

  SettingKeys(String beginning) {
    this.keys =
        Pattern.compile("(?<![A-Za-z0-9.<-])(?:" + beginning + ")[A-Za-z0-9.-]*[A-Za-z0-9]");
  }

  /**
   * Returns the text with the protocol's name, and with each key in the form in which it was
   * written.
   */
  public String translated(String text, String protocol, UnaryOperator<String> names) {
    return keys.matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    written(found.group().replace(PLACEHOLDER, "mail." + protocol + "."), names)));
  }

  /**
   * Returns the key as it was written. If that form cannot be found out, returns the key itself, so
   * that no refusal is lost.
   */
  private static String written(String key, UnaryOperator<String> names) {
    try {
      String name = names.apply(key);
      return name == null || name.isBlank() ? key : name;
    } catch (RuntimeException e) {
      return key;
    }
  }
}
