package io.github.mailclad.internal.text;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of texts, by what counts as the key of a setting in them. */
public enum SettingKeys {
  /** What a server said may be quoted in it: a host may be called {@code mail.imap.example}. */
  QUOTING("mail\\.<protocol>"),

  /** Only our own words are in it: keys are there with their real names, too. */
  OWN_WORDS(
      "mail\\.(?:<protocol>|security|imaps?|pop3s?|submissions?|smtps?)(?=\\.)|mail\\.(?=(?:host|user|from)\\b)"),

  /** It is nothing but keys, mistyped ones too. */
  KEYS_ONLY("mail\\.(?:<protocol>)?");

  private static final String PLACEHOLDER = "mail.<protocol>.";

  private final Pattern keys;

  SettingKeys(String beginning) {
    this.keys =
        Pattern.compile("(?<![A-Za-z0-9.<-])(?:" + beginning + ")[A-Za-z0-9.-]*[A-Za-z0-9]");
  }

  /** Returns the text with the protocol's name, and with each key as it was written. */
  public String translated(String text, String protocol, UnaryOperator<String> names) {
    return keys.matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    written(found.group().replace(PLACEHOLDER, "mail." + protocol + "."), names)));
  }

  /** A name that cannot be found out is the key: no refusal is lost for that. */
  private static String written(String key, UnaryOperator<String> names) {
    try {
      String name = names.apply(key);
      return name == null || name.isBlank() ? key : name;
    } catch (RuntimeException e) {
      return key;
    }
  }
}
