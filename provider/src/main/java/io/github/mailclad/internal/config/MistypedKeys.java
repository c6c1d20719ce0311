package io.github.mailclad.internal.config;

import io.github.mailclad.refusal.SettingProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds properties that were meant for Mailclad or for the connection to the server, but are not
 * read because of a typing error: {@code mail.secruity.…}, {@code mail.smpt.security.…}, {@code
 * mail.smtp.trust-anchors}, {@code mail.smtp.hots}.
 *
 * @param settings all settings
 */
public record MistypedKeys(Settings settings) {
  private static final String SECURITY = "security";
  private static final String MAIL = "mail.";

  /** The names that other programs use for the host property of Jakarta Mail. */
  private static final List<String> HOSTS = List.of("hostname", "host-name", "server", "address");

  /**
   * Returns a problem for each key that is similar to a key of Mailclad, or is unknown and has its
   * prefix.
   */
  List<SettingProblem> problems() {
    List<SettingProblem> problems = new ArrayList<>();
    for (String key : settings.keysUnder(MAIL)) {
      Optional<String> meant = meant(key);
      if (meant.isPresent()) {
        problems.add(notThere(key, meant.get()));
      }
    }
    addUnknown(MAIL + SECURITY + ".", problems);
    for (String name : settings.protocol().propertyNames()) {
      addUnknown(MAIL + name + "." + SECURITY + ".", problems);
    }
    return List.copyOf(problems);
  }

  private void addUnknown(String prefix, List<SettingProblem> problems) {
    for (String key : settings.keysUnder(prefix)) {
      String name = key.substring(prefix.length());
      if (!SettingGroup.isName(name)) {
        problems.add(notThere(key, prefix + SettingGroup.nearest(name)));
      }
    }
  }

  private static SettingProblem notThere(String key, String meant) {
    return new SettingProblem(key, "there is no such setting", "did you mean " + meant + "?");
  }

  /** Returns the problem of a mistyped host property; empty for none. */
  public Optional<SettingProblem> host() {
    return near("host", HOSTS)
        .map(
            key ->
                new SettingProblem(
                    key,
                    "there is no such property, and no host is set",
                    "did you mean " + settings.key("host") + "?"));
  }

  /** Returns the hint for a property that is probably the port; empty for none. */
  public Optional<String> port() {
    return near("port", List.of())
        .map(key -> "there is no property " + key + "; did you mean " + settings.key("port") + "?");
  }

  /**
   * Returns the key with one mistake in its last word, under any name of the service or without a
   * name.
   */
  private Optional<String> near(String word, List<String> others) {
    return Stream.concat(
            settings.protocol().propertyNames().stream().map(name -> MAIL + name + "."),
            Stream.of(MAIL))
        .flatMap(
            prefix ->
                settings.keysUnder(prefix).stream()
                    .filter(
                        key -> {
                          String typed = key.substring(prefix.length());
                          return Spelling.isMisspelt(typed, word, 1) || others.contains(typed);
                        }))
        .findFirst();
  }

  private Optional<String> meant(String key) {
    String[] words = key.split("\\.", 4);
    if (words.length == 2) {
      return isKey(words[1]) ? Optional.of(MAIL + SECURITY + "." + words[1]) : Optional.empty();
    }
    if (isMisspeltPrefix(key, 1)) {
      return Optional.of(MAIL + SECURITY + "." + nearest(key, 2));
    }
    Optional<String> protocol = protocol(words[1]);
    if (protocol.isEmpty()) {
      return Optional.empty();
    }
    String prefix = MAIL + protocol.get() + "." + SECURITY + ".";
    if (words.length == 3) {
      return isKey(words[2]) ? Optional.of(prefix + words[2]) : Optional.empty();
    }
    boolean spelled = words[2].equals(SECURITY);
    return (spelled && !protocol.get().equals(words[1])) || isMisspeltPrefix(key, 2)
        ? Optional.of(prefix + nearest(key, 3))
        : Optional.empty();
  }

  /**
   * Returns whether a word is a misspelling of {@code security}. Two mistakes are accepted only if
   * a key of Mailclad follows; otherwise one.
   */
  private static boolean isMisspeltPrefix(String key, int word) {
    String[] parts = key.split("\\.", word + 2);
    return Spelling.isMisspelt(parts[word], SECURITY, 1)
        || (Spelling.isMisspelt(parts[word], SECURITY, 2) && SettingGroup.isName(parts[word + 1]));
  }

  /** Returns the protocol name of this service that was typed, also with one mistake. */
  private Optional<String> protocol(String typed) {
    List<String> names = settings.protocol().propertyNames();
    if (names.contains(typed)) {
      return Optional.of(typed);
    }
    return ProtocolName.of(typed).isPresent() ? Optional.empty() : Spelling.meant(typed, names, 1);
  }

  private static String nearest(String key, int words) {
    String[] parts = key.split("\\.", words + 1);
    return SettingGroup.nearest(parts[words]);
  }

  /**
   * Returns whether a word is one of Mailclad's own keys with a hyphen; keys of Angus never have
   * one.
   */
  private static boolean isKey(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return lower.indexOf('-') > 0 && SettingGroup.isName(lower);
  }
}
