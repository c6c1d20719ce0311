package io.github.mailclad;

import io.github.mailclad.internal.text.SettingKeys;

/**
 * The names of settings as a person wrote them. A framework that makes session properties out of
 * its own configuration sets one, so that refusals contain the names of the file that the person
 * edited: {@code session.getProperties().put("mail.security.setting-names", names)}. Must be
 * thread-safe.
 */
@FunctionalInterface
public interface SettingNames {
  /**
   * Returns the name that the user wrote to set a session property, and where it was written.
   *
   * @param key the key of a session property, for example {@code mail.smtp.security.trust-anchors},
   *     whether or not it is set
   * @return the name, for example {@code spring.mail.properties.mail.smtp.security.trust-anchors},
   *     or {@code the certificates of SSL bundle "mailca"}; the key itself where there is no other
   *     name. The key is also used if this method throws an exception, or returns null or blank
   *     text.
   */
  String asWritten(String key);

  /** Returns the names of plain session properties: each key is its own name. */
  static SettingNames ofSession() {
    return key -> key;
  }

  /**
   * Returns a text about settings in the words of the user: {@code mail.<protocol>.} becomes the
   * name of the protocol, and each key becomes the name that was written. Only for texts that quote
   * no server.
   *
   * @param text a text with keys such as {@code mail.<protocol>.security.pins} or {@code
   *     mail.smtp.port}
   * @param protocol the protocol name that the application uses, for example {@code smtp}
   */
  default String inText(String text, String protocol) {
    return SettingKeys.OWN_WORDS.translated(text, protocol, this::asWritten);
  }
}
