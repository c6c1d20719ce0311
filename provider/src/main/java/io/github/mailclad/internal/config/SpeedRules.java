package io.github.mailclad.internal.config;

import io.github.mailclad.MailProtocol;

/**
 * The rules of an account that save round trips. Each is for some of the protocols, and a problem
 * under the name of another one. A new one is a component here, a key, and its user.
 *
 * @param pipelining the way in which the commands of a message are sent
 * @param fetchSize the sizes in which parts of messages are fetched
 * @param keptConnections the number of connections to submission servers that are kept open
 * @param earlyLogin the use of logins that do not wait for the server's greeting
 */
public record SpeedRules(
    Pipelining pipelining, FetchSize fetchSize, int keptConnections, EarlyLogin earlyLogin) {
  static final SpeedRules DEFAULTS = byDefault(FetchSize.ADAPTIVE);

  /** The use of logins that do not wait for the server's greeting. */
  public enum EarlyLogin {
    /** No login is early. */
    NEVER,
    /** A login is early at a server where the user logged in before in the same session. */
    KNOWN_SERVERS
  }

  static SpeedRules read(Settings settings, SettingReader reading) {
    // a size that is set for Angus is kept to, unless both are set
    FetchSize usual = settings.find("fetchsize").isEmpty() ? FetchSize.ADAPTIVE : FetchSize.FIXED;
    if (!SettingGroup.SPEED.isSetIn(settings)) {
      return byDefault(usual);
    }
    return new SpeedRules(
        reading.getOf(
            MailProtocol.SUBMISSION,
            SpeedKeys.PIPELINING,
            "has no effect, because only submission sends commands in groups",
            "mail.smtp."),
        fetchSize(usual, reading),
        reading.getOf(
            MailProtocol.SUBMISSION,
            SpeedKeys.KEEP_CONNECTIONS,
            "has no effect, because only submission keeps connections",
            "mail.smtp."),
        earlyLogin(settings, reading));
  }

  private static SpeedRules byDefault(FetchSize fetchSize) {
    return new SpeedRules(
        Pipelining.OFFERED, fetchSize, /* keptConnections= */ 0, EarlyLogin.NEVER);
  }

  private static FetchSize fetchSize(FetchSize usual, SettingReader reading) {
    FetchSize size =
        reading.getOf(
            MailProtocol.IMAP,
            SpeedKeys.FETCH_SIZE,
            "has no effect, because only IMAP fetches parts of messages",
            "mail.imap.");
    return reading.settings(SpeedKeys.FETCH_SIZE).isEmpty() ? usual : size;
  }

  private static EarlyLogin earlyLogin(Settings settings, SettingReader reading) {
    return settings.protocol().protocol() == MailProtocol.SUBMISSION
        ? reading.getOf(
            MailProtocol.IMAP,
            SpeedKeys.EARLY_LOGIN,
            "has no effect, because only IMAP and POP3 can log in early",
            "mail.imap.")
        : reading.get(SpeedKeys.EARLY_LOGIN);
  }
}
