package io.github.mailclad.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.SecurityPolicy;
import io.github.mailclad.fixtures.Document;
import io.github.mailclad.internal.config.AccountConfig;
import io.github.mailclad.internal.config.ConfigReading;
import io.github.mailclad.internal.config.DefaultTimeouts;
import io.github.mailclad.internal.config.Key;
import io.github.mailclad.internal.config.LevelFloor;
import io.github.mailclad.internal.config.PolicyReader;
import io.github.mailclad.internal.config.ProtocolName;
import io.github.mailclad.internal.config.SettingGroup;
import io.github.mailclad.internal.config.Settings;
import io.github.mailclad.refusal.SettingProblem;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import org.junit.jupiter.api.Test;

class SettingsDocumentTest {
  private static final String HEAD =
      """
      # Settings

      Every setting is a session property `mail.<protocol>.security.<key>`, or `mail.security.<key>` for the whole session. It is
      read under the protocol name that the application uses, then under the service's other names (`imaps` and `imap`;
      `pop3s` and `pop3`; `submissions`, `submission`, `smtps` and `smtp`), then for the session; the first one counts, and a
      contradiction is logged. A key that does not exist and a value that is not among the choices are errors, never
      ignored; all errors are reported together, by the first `connect`.

      A value that is a word is also accepted as the constant of its enum, for example `TlsStart.STARTTLS`.

      The system property `-Dio.github.mailclad.minimum-level=authenticated` is a floor for the whole JVM: a session property or
      `policy` that asks for less is refused by name ([0037](decisions/0037-floor.md)). `encrypted` permits account pins. It is
      read once, before the first store or transport.

      <!-- Written from the code by SettingsDocumentTest; to write it anew, run the tests with -Dmailclad.docs=write. -->

      ## Mailclad's settings
      """;

  private static final String ANGUS =
      """

      ## Angus Mail's own properties

      What asks for the same as Mailclad is accepted, what narrows is honoured, and what would weaken the connection is refused by
      name. Booleans must be `true` or `false`: `yes`, `1` and `true` with a space are errors, because Angus would guess. Unknown
      keys that begin with `ssl.`, `socketFactory` or `starttls.` are refused too, and so are keys near to Mailclad's own
      (`mail.secruity.…`). Everything else (proxies, timeouts, local addresses, folders, pools) works as with Angus, but for
      what the next section lists. For an account with `minimum-level=none` Angus's own rules hold, `mail.debug.auth` excepted.

      Each of these begins with `mail.<protocol>.`:

      """;

  private static final String DIFFERENT =
      """

      ## What else differs from Angus Mail

      Properties without `mail.` begin with `mail.<protocol>.`.

      """;

  /** The differences for an application that expects Angus's behaviour. */
  private static final List<Difference> DIFFERENCES =
      List.of(
          new Difference(
              "port, where none is set",
              "25, 143 or 110; with `smtps`, `imaps`, `pop3s` 465, 993, 995",
              "465, 993 or 995; with `security.tls-start=starttls` 587, 143 or 110. Where nothing answers there, the exception says that no port is set"),
          new Difference(
              "host, where none is set",
              "`localhost` (SMTP), else an exception",
              "the servers that the domain of the user's address publishes in DNS; a mistyped `mail.<protocol>.host` is refused by name"),
          new Difference(
              "`mail.debug.auth`, `mail.debug.auth.password`",
              "write the login into the debug trace",
              "no effect, with `minimum-level=none` too: no switch shows a password"),
          new Difference(
              "`auth.mechanisms`, `sasl.mechanisms`",
              "the first usable one, then others",
              "narrow `security.auth-mechanisms`; a login that failed is not tried with another mechanism. CRAM-MD5, DIGEST-MD5 and NTLM do not exist: a list that names nothing else is refused, one that names them too is used without them, with a warning"),
          new Difference(
              "`auth.ntlm.*`, `sasl.realm`",
              "used by NTLM and DIGEST-MD5",
              "no effect, with a warning"),
          new Difference(
              "`auth.xoauth2.disable` = false",
              "adds XOAUTH2 with the password as the token",
              "refused unless a list of mechanisms names XOAUTH2; better: `security.token-supplier`"),
          new Difference(
              "`apop.enable` = true (POP3)",
              "APOP where the greeting has a timestamp",
              "refused; SCRAM-SHA-256 is used where it is offered"),
          new Difference(
              "`ssl.protocols`, `ssl.ciphersuites`",
              "replace the platform's defaults; separated by blanks",
              "narrow Mailclad's; separated by blanks, and a comma is refused. What is never offered is logged"),
          new Difference(
              "`quitwait`",
              "waits for the answer to `QUIT` unless false",
              "waits only if true; a message that the server accepted is sent, also if `QUIT` fails"),
          new Difference(
              "socket factories",
              "are used",
              "are refused: a factory does not say what it trusts. Camel: in place of `sslContextParameters`, set `mail.<protocol>.security.trust-anchors` in the endpoint's URI. log4j: in place of `<SSL>`, set it as a system property. Keycloak always sets a factory: an `EmailSenderProvider` of your own has to leave it out; the certificates of `truststore-paths` count then, because Keycloak names their store in `javax.net.ssl.trustStore`"));

  /** Something that both do, each in its own way. */
  private record Difference(String what, String angus, String mailclad) {
    String entry() {
      return Document.wrapped("* " + what, "  ")
          + "  "
          + Document.wrapped("* Angus Mail: " + angus, "    ")
          + "  "
          + Document.wrapped("* Mailclad: " + mailclad, "    ");
    }
  }

  private static final String TIMEOUTS =
      """

      ## Timeouts

      Waiting always has an end. Where the application sets nothing:

      | `mail.<protocol>.` | IMAP and POP3 | submission |
      |---|---|---|
      """;

  private static final String IDLE =
      """

      While an IMAP connection is in `IDLE`, it waits for 31 minutes where the application sets no `timeout`: servers may be silent for
      30 minutes (RFC 2177). An infinite time that the application sets itself is its own choice. `connectiontimeout` is the total
      time for all addresses of a server, and for a proxy's answer. The TLS handshake and the login have total times in any case,
      `mail.<protocol>.security.handshake-timeout` and `login-timeout`.
      """;

  /** An Angus property with a value, as the table shows it. */
  private record Example(String suffix, String shown, Object value) {
    Example(String suffix, String value) {
      this(suffix, value, value);
    }
  }

  private static final List<Example> EXAMPLES =
      List.of(
          new Example("ssl.enable", "true"),
          new Example("ssl.enable", "false"),
          new Example("ssl.checkserveridentity", "true"),
          new Example("ssl.checkserveridentity", "false"),
          new Example("ssl.trust", "*"),
          new Example("ssl.protocols", "TLSv1.3"),
          new Example("ssl.protocols", "TLSv1"),
          new Example("ssl.protocols", "TLSv1.2,TLSv1.3"),
          new Example("ssl.ciphersuites", "TLS_AES_256_GCM_SHA384"),
          new Example("ssl.ciphersuites", "TLS_RSA_WITH_AES_128_CBC_SHA"),
          new Example("ssl.hostnameverifier", "an object", (HostnameVerifier) (h, s) -> true),
          new Example("ssl.hostnameverifier.class", "a class name"),
          new Example("ssl.socketFactory", "an object", SocketFactory.getDefault()),
          new Example("ssl.socketFactory.class", "javax.net.ssl.SSLSocketFactory"),
          new Example("ssl.socketFactory.class", "any other"),
          new Example("socketFactory", "an object", SocketFactory.getDefault()),
          new Example("socketFactory.class", "javax.net.ssl.SSLSocketFactory"),
          new Example("socketFactory.class", "any other"),
          new Example("socketFactory.port", "another than `port`", "143"),
          new Example("socketFactory.fallback", "false"),
          new Example("socketFactory.fallback", "true"),
          new Example("starttls.enable", "true"),
          new Example("starttls.enable", "false"),
          new Example("starttls.required", "true"),
          new Example("sasl.usecanonicalhostname", "true"),
          new Example("compress.enable", "true"),
          new Example("ehlo", "false"),
          new Example("auth.mechanisms", "PLAIN"),
          new Example("auth.mechanisms", "DIGEST-MD5"),
          new Example("auth.xoauth2.disable", "false"),
          new Example("apop.enable", "true"),
          new Example("port", "1 to 65535", "993"),
          new Example("port", "anything else", "imaps"));

  @Test
  void everySettingHasARow() throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    SettingGroup.allKeys().forEach(key -> text.append(entry(key)));
    text.append(ANGUS);
    EXAMPLES.forEach(example -> text.append(treatment(example)));
    text.append(DIFFERENT);
    DIFFERENCES.forEach(difference -> text.append(difference.entry()));
    text.append(TIMEOUTS);
    for (String suffix : List.of("connectiontimeout", "timeout", "writetimeout")) {
      text.append(
          row(
              code(suffix),
              seconds(
                  suffix,
                  ProtocolName.IMAPS,
                  ProtocolName.IMAP,
                  ProtocolName.POP3S,
                  ProtocolName.POP3),
              seconds(
                  suffix,
                  ProtocolName.SUBMISSIONS,
                  ProtocolName.SUBMISSION,
                  ProtocolName.SMTPS,
                  ProtocolName.SMTP)));
    }
    new Document("docs/settings.md").hold(text.append(IDLE).toString());
  }

  /** Returns an entry that says what the reader does with the property. */
  private static String treatment(Example example) {
    Properties properties = new Properties();
    properties.put("mail.imaps." + example.suffix(), example.value());
    ConfigReading reading =
        PolicyReader.read(new Settings(properties, ProtocolName.IMAPS), LevelFloor.NONE);
    String what = code(example.suffix()) + " = " + example.shown().replace("*", "`*`");
    if (!reading.problems().isEmpty()) {
      SettingProblem problem = reading.problems().get(0);
      return Document.wrapped("* " + what + " is **refused**: " + ofAny(problem.problem()), "  ")
          + "  "
          + Document.wrapped("* instead: " + ofAny(problem.remedy()), "    ");
    }
    AccountConfig legible = reading.config();
    boolean narrows =
        !legible.policy().equals(SecurityPolicy.builder().build())
            || !legible.login().mechanisms().equals(AuthMechanism.BY_DEFAULT);
    boolean oneMoreCheck = example.suffix().startsWith("ssl.hostnameverifier");
    String treatment =
        oneMoreCheck
            ? "honoured, as one more check; refused with an Angus before 2.0.3, which does not make it"
            : narrows ? "honoured" : "accepted";
    return Document.wrapped("* " + what + " is " + treatment, "  ");
  }

  /** Returns words about one protocol as words about any. */
  private static String ofAny(String words) {
    return text(words.replace("mail.imaps.", "mail.<protocol>."));
  }

  private static String seconds(String suffix, ProtocolName... protocols) {
    String first = DefaultTimeouts.of(protocols[0], suffix);
    for (ProtocolName protocol : protocols) {
      assertEquals(first, DefaultTimeouts.of(protocol, suffix), protocol.text());
    }
    return Long.parseLong(first) / 1000 + " s";
  }

  private static String text(String words) {
    return words.replace("<", "&lt;");
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static String entry(Key<?> key) {
    String byDefault =
        key.defaultText().isEmpty()
            ? "Not set by default."
            : "Default: " + code(key.defaultText()) + ".";
    return "\n### "
        + code(key.name())
        + "\n\n"
        + Document.wrapped(key.sentence())
        + (key.details().isEmpty() ? "" : "\n")
        + key.details().stream()
            .map(detail -> Document.wrapped("* " + detail, "  "))
            .collect(Collectors.joining())
        + "\n"
        + Document.wrapped("Values: " + key.choices() + ". " + byDefault);
  }

  private static String row(String... cells) {
    StringBuilder row = new StringBuilder("|");
    for (String cell : cells) {
      row.append(' ').append(cell).append(" |");
    }
    return row.append('\n').toString();
  }
}
