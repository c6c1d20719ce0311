package io.github.mailclad.setup;

import io.github.mailclad.SettingNames;
import java.util.Map;
import java.util.Properties;

/**
 * The names of settings for people: where the account sets them, the account's own words, and
 * otherwise the names that the application wrote.
 *
 * @param application the names of the application's own settings
 */
record AccountSettingNames(SettingNames application) implements SettingNames {
  private static final Map<String, String> WORDS =
      Map.of(
          "host", "the name of the server",
          "port", "the port of the server",
          "user", "the user name",
          "security.tls-start", "how TLS starts",
          "security.minimum-level", "the minimum level of the account",
          "security.account-pin", "the accepted certificate",
          "security.confirmed-targets", "the confirmed servers",
          "security.discovery", "the sources of the servers");

  /** Returns the words for accounts of an application with these session properties. */
  static AccountSettingNames over(Properties application) {
    Object names = application.get("mail.security.setting-names");
    return new AccountSettingNames(
        names instanceof SettingNames given ? given : SettingNames.ofSession());
  }

  @Override
  public String asWritten(String key) {
    String[] parts = key.split("\\.", 3);
    String words = parts.length == 3 && parts[0].equals("mail") ? WORDS.get(parts[2]) : null;
    return words == null ? application.asWritten(key) : words;
  }
}
