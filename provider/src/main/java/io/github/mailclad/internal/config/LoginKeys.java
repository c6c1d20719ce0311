package io.github.mailclad.internal.config;

import io.github.mailclad.OAuthTokenSupplier;
import io.github.mailclad.Timeouts;
import java.time.Duration;
import java.util.List;

/** The settings of the login. */
public final class LoginKeys {
  private LoginKeys() {}

  public static final Key<List<String>> AUTH_MECHANISMS =
      Key.of(
              "auth-mechanisms",
              setting -> Parser.wordsIn(setting.text().orElse("")),
              "some of SCRAM-SHA-512-PLUS, SCRAM-SHA-256-PLUS, SCRAM-SHA-512, SCRAM-SHA-256, PLAIN, LOGIN, EXTERNAL, OAUTHBEARER, XOAUTH2, separated by commas or white space",
              "The SASL mechanisms that may be used, the preferred one first.",
              "The first one that the server offers is used, once. A failed login is never repeated with another one.",
              "`LOGIN` includes the IMAP command LOGIN, and USER and PASS of POP3.")
          .byDefault(
              "SCRAM-SHA-512-PLUS SCRAM-SHA-256-PLUS SCRAM-SHA-512 SCRAM-SHA-256 PLAIN LOGIN; with a token supplier or oauth- settings OAUTHBEARER XOAUTH2")
          .quoted()
          .needingMinimum();

  public static final Key<OAuthTokenSupplier> TOKEN_SUPPLIER =
      Key.of(
              "token-supplier",
              Parser.object(OAuthTokenSupplier.class),
              "an object",
              "An `io.github.mailclad.OAuthTokenSupplier` that returns an OAuth token for each login.",
              "Tokens are sent by OAUTHBEARER and XOAUTH2 only.")
          .needingMinimum();

  public static final Key<Duration> LOGIN_TIMEOUT =
      Key.ofMillis(
              "login-timeout",
              600_000,
              Timeouts.defaults().login(),
              "The total time from the verdict to the completed login.",
              "It applies even while the server sends data.",
              "Until then a server may send 1 MiB in all and 64 KiB in a line.")
          .inPolicy();

  static final List<Key<?>> ALL = List.of(AUTH_MECHANISMS, TOKEN_SUPPLIER, LOGIN_TIMEOUT);
}
