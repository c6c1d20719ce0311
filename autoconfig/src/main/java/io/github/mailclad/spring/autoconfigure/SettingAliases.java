package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.MailProtocol;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The session properties that set the same thing as another one, as the provider reads them. */
final class SettingAliases {
  private static final Pattern KEY = Pattern.compile("mail\\.([a-z0-9]+)\\.(.+)");
  private static final List<String> NAMES =
      List.of("imaps", "imap", "pop3s", "pop3", "submissions", "submission", "smtps", "smtp");

  private SettingAliases() {}

  /**
   * Returns the key itself, those under the other names of its service, and that of the whole
   * session, in the order of precedence.
   */
  static Stream<String> keys(String key) {
    Matcher parts = KEY.matcher(key);
    if (!parts.matches()) {
      return Stream.of(key);
    }
    String setting = parts.group(2);
    Optional<MailProtocol> protocol = MailProtocol.named(parts.group(1));
    Stream<String> ofTheService =
        NAMES.stream()
            .filter(name -> protocol.isPresent() && MailProtocol.named(name).equals(protocol))
            .map(name -> "mail." + name + "." + setting);
    Stream<String> ofTheSession =
        setting.startsWith("security.") ? Stream.of("mail." + setting) : Stream.of();
    return Stream.concat(Stream.of(key), Stream.concat(ofTheService, ofTheSession)).distinct();
  }
}
