package io.github.mailclad.internal.config;

import io.github.mailclad.internal.config.SpeedRules.EarlyLogin;
import java.util.List;

/** The settings of what saves round trips. */
public final class SpeedKeys {
  private SpeedKeys() {}

  public static final Key<Pipelining> PIPELINING =
      Key.ofWord(
              "pipelining",
              List.of(Pipelining.values()),
              Pipelining.OFFERED,
              "The way to send the commands of a message to a submission server.",
              "`offered`: in groups, if the server offers PIPELINING (RFC 2920). The message is in the same group if the server offers CHUNKING (RFC 3030) and every recipient may get it alone.",
              "`never`: one at a time, for a server that gets groups wrong.")
          .needingMinimum();

  public static final Key<FetchSize> FETCH_SIZE =
      Key.ofWord(
              "fetch-size",
              List.of(FetchSize.values()),
              FetchSize.ADAPTIVE,
              "The number of octets that one command fetches of a large part by IMAP.",
              "`adaptive`: it grows up to 4 MiB while the part is read quickly, and the next command is sent before the previous one is answered.",
              "`fixed`: as `mail.imap.fetchsize` says, one command at a time. It is the default if `mail.imap.fetchsize` is set.")
          .needingMinimum();

  public static final Key<EarlyLogin> EARLY_LOGIN =
      Key.ofWord(
              "early-login",
              List.of(EarlyLogin.values()),
              EarlyLogin.NEVER,
              "The use of IMAP and POP3 logins that do not wait for the server's greeting.",
              "`known-servers`: at a server where the user logged in before in the same session, the login follows the TLS handshake at once, after the verdict. It uses a mechanism that the server offered then.",
              "If the server greets otherwise than before, nothing more is sent on that connection. If it offers other logins, a new connection is opened.",
              "Never over STARTTLS, and of SCRAM only the first message.")
          .needingMinimum();

  public static final Key<Integer> KEEP_CONNECTIONS =
      Key.of(
              "keep-connections",
              Parser.number(0, 100),
              "0 to 100",
              "The number of connections to submission servers that are kept open after their transports were closed.",
              "The next transport of the session with the same server, login and properties uses one. So `Transport.send` in a loop connects once.",
              "A connection is kept for a minute without use, for 10 minutes in all, and for 100 messages, or as many as the server permits (LIMITS, RFC 9422). It is not kept after a failure.",
              "The properties of the session must be a `java.util.Properties` without collections, arrays and key stores among its values: these may change without a trace.")
          .byDefault(0, "0")
          .needingMinimum()
          .quoted();

  static final List<Key<?>> ALL = List.of(PIPELINING, FETCH_SIZE, EARLY_LOGIN, KEEP_CONNECTIONS);
}
