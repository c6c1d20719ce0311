package io.github.mailclad.spring.autoconfigure;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The session properties that can set the same thing as another one, as the provider reads them.
 */
final class SameSetting {
  private static final Pattern KEY = Pattern.compile("mail\\.([a-z0-9]+)\\.(.+)");
  private static final List<List<String>> SERVICES =
      List.of(
          List.of("imaps", "imap"),
          List.of("pop3s", "pop3"),
          List.of("submissions", "submission", "smtps", "smtp"));

  private SameSetting() {}

  /**
   * The key itself, those of the other names of its service, and that of the whole session, in the
   * order in which they count.
   */
  static Stream<String> keys(String key) {
    Matcher parts = KEY.matcher(key);
    if (!parts.matches()) {
      return Stream.of(key);
    }
    String setting = parts.group(2);
    Stream<String> ofTheService =
        SERVICES.stream()
            .filter(names -> names.contains(parts.group(1)))
            .flatMap(List::stream)
            .map(name -> "mail." + name + "." + setting);
    Stream<String> ofTheSession =
        setting.startsWith("security.") ? Stream.of("mail." + setting) : Stream.of();
    return Stream.concat(Stream.of(key), Stream.concat(ofTheService, ofTheSession)).distinct();
  }
}
