package io.github.mailclad.internal.config;

import io.github.mailclad.refusal.SettingProblem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Properties that were meant for Mailclad or for the way to the server, and that nothing reads as
 * they are typed: {@code mail.secruity.…}, {@code mail.smpt.security.…}, {@code
 * mail.smtp.trust-anchors}, {@code mail.smtp.hots}.
 *
 * @param settings all settings
 */
public record MistypedKeys(Settings settings) {
  private static final String SECURITY = "security";
  private static final String MAIL = "mail.";

  /** Names of other programs for what Jakarta Mail calls the host. */
  private static final List<String> HOSTS = List.of("hostname", "host-name", "server", "address");

  /** What is wrong with each key that is near to one of Mailclad's, or unknown among them. */
  List<SettingProblem> problems() {
    return Stream.concat(near(), unknown()).toList();
  }

  private Stream<SettingProblem> unknown() {
    return Stream.concat(
            Stream.of(MAIL + SECURITY + "."),
            settings.protocol().propertyNames().stream()
                .map(name -> MAIL + name + "." + SECURITY + "."))
        .flatMap(
            prefix ->
                settings.keysUnder(prefix).stream()
                    .filter(key -> Keys.of(key.substring(prefix.length())).isEmpty())
                    .map(
                        key ->
                            notThere(
                                key,
                                prefix + Keys.nearest(key.substring(prefix.length())).name())));
  }

  private static SettingProblem notThere(String key, String meant) {
    return new SettingProblem(key, "there is no such setting", "did you mean " + meant + "?");
  }

  private Stream<SettingProblem> near() {
    return settings.keysUnder(MAIL).stream()
        .flatMap(key -> meant(key).map(meant -> notThere(key, meant)).stream());
  }

  /** The property that names the host, typed wrongly; empty where there is none. */
  public Optional<SettingProblem> host() {
    return near("host", HOSTS)
        .map(
            key ->
                new SettingProblem(
                    key,
                    "there is no such property, and no host is set",
                    "did you mean " + ofUsedName("host") + "?"));
  }

  /** What to say of a property that is probably the port; empty where there is none. */
  public Optional<String> port() {
    return near("port", List.of())
        .map(key -> "there is no property " + key + "; did you mean " + ofUsedName("port") + "?");
  }

  private String ofUsedName(String suffix) {
    return MAIL + settings.protocol().text() + "." + suffix;
  }

  /** The key with one mistake in its last word, under any name of the service or under none. */
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
    if (isMisspeltRoom(key, 1)) {
      return Optional.of(MAIL + SECURITY + "." + nearest(key, 2));
    }
    Optional<String> protocol = protocol(words[1]);
    if (protocol.isEmpty()) {
      return Optional.empty();
    }
    String room = MAIL + protocol.get() + "." + SECURITY + ".";
    if (words.length == 3) {
      return isKey(words[2]) ? Optional.of(room + words[2]) : Optional.empty();
    }
    boolean rightRoom = words[2].equals(SECURITY);
    return (rightRoom && !protocol.get().equals(words[1])) || isMisspeltRoom(key, 2)
        ? Optional.of(room + nearest(key, 3))
        : Optional.empty();
  }

  /** Two mistakes are one too many where what follows is none of Mailclad's keys. */
  private static boolean isMisspeltRoom(String key, int word) {
    String[] parts = key.split("\\.", word + 2);
    int mistakes = Keys.of(parts[word + 1]).isPresent() ? 2 : 1;
    return Spelling.isMisspelt(parts[word], SECURITY, mistakes);
  }

  /** The protocol name of this service that is typed there, perhaps with a mistake. */
  private Optional<String> protocol(String typed) {
    List<String> names = settings.protocol().propertyNames();
    if (names.contains(typed)) {
      return Optional.of(typed);
    }
    return ProtocolName.of(typed).isPresent()
        ? Optional.empty()
        : Spelling.meant(typed, names.stream(), 1);
  }

  private static String nearest(String key, int words) {
    String[] parts = key.split("\\.", words + 1);
    return Keys.nearest(parts[words]).name();
  }

  /** Whether a word is one of Mailclad's own keys, which have a hyphen that Angus's never have. */
  private static boolean isKey(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return lower.indexOf('-') > 0 && Keys.of(lower).isPresent();
  }
}
