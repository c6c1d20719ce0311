package io.github.mailclad.internal.config;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.internal.config.LoginRules.EarlyLogin;

/**
 * The settings that save round trips. Each is for some of the protocols, and a problem under the
 * name of another one.
 *
 * @param settings the settings of one protocol
 * @param reading the reading of these settings
 */
record SpeedSettings(Settings settings, SettingReader reading) {
  Pipelining pipelining() {
    return reading.getOf(
        MailProtocol.SUBMISSION,
        Keys.PIPELINING,
        "has no effect, because only submission sends commands in groups",
        "mail.smtp.");
  }

  /** Reads the sizes. A size that is set for Angus is kept to, unless both are set. */
  FetchSize fetchSize() {
    FetchSize size =
        reading.getOf(
            MailProtocol.IMAP,
            Keys.FETCH_SIZE,
            "has no effect, because only IMAP fetches parts of messages",
            "mail.imap.");
    boolean isSet = !reading.settings(Keys.FETCH_SIZE).isEmpty();
    return isSet || settings.find("fetchsize").isEmpty() ? size : FetchSize.FIXED;
  }

  EarlyLogin earlyLogin() {
    return settings.protocol().protocol() == MailProtocol.SUBMISSION
        ? reading.getOf(
            MailProtocol.IMAP,
            Keys.EARLY_LOGIN,
            "has no effect, because only IMAP and POP3 can log in early",
            "mail.imap.")
        : reading.get(Keys.EARLY_LOGIN);
  }

  /** Reads the number of submission connections that stay open for the next transport. */
  int keptConnections() {
    return reading.getOf(
        MailProtocol.SUBMISSION,
        Keys.KEEP_CONNECTIONS,
        "has no effect, because only submission keeps connections",
        "mail.smtp.");
  }
}
