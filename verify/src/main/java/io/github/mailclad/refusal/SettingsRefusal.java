package io.github.mailclad.refusal;

import io.github.mailclad.MailService;
import io.github.mailclad.SettingNames;
import io.github.mailclad.TlsProvider;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.internal.text.Escaped;
import io.github.mailclad.internal.text.SettingKeys;
import java.util.List;

/**
 * The application's settings, or the arguments of a call, are unsafe or cannot be used. Nothing was
 * sent.
 */
public sealed interface SettingsRefusal extends Refusal {

  /**
   * The session's properties ask for less than this account requires, or cannot be understood; all
   * problems are reported together.
   *
   * @param problems at least one
   */
  record UnsafeSettings(List<SettingProblem> problems) implements SettingsRefusal {
    public UnsafeSettings {
      problems = List.copyOf(problems);
    }

    /** Returns the text in which every key has its written name: the text quotes no server. */
    @Override
    public RefusalText text(String protocol, SettingNames names) {
      return text().inSession(SettingKeys.OWN_WORDS, protocol, names);
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "unsafe-settings",
          problems.size() == 1
              ? "a mail property is not valid or would weaken the connection"
              : problems.size() + " mail properties are not valid or would weaken the connection",
          RefusalText.linesOf(problems),
          "change the properties as described above; docs/settings.md has every setting",
          problems);
    }
  }

  /**
   * The host is not the name or address of a server.
   *
   * @param host the configured text
   * @param problem the problem of that text
   */
  record InvalidHost(String host, String problem) implements SettingsRefusal {
    public InvalidHost {
      // the text before an @ may be a login
      host = Escaped.text(host.substring(host.lastIndexOf('@') + 1));
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "invalid-host", "\"" + host + "\" is not a valid host name: " + problem, advise());
    }

    private String advise() {
      if (host.matches("[^:]*:\\d+")) {
        return "set the host (mail.<protocol>.host) without the port, and the port as mail.<protocol>.port";
      }
      if (host.contains("://")) {
        return "set the host (mail.<protocol>.host) to the host name alone, without scheme, path or port";
      }
      return "set the host (mail.<protocol>.host) to a full host name, or to an IP address that is in the server's certificate";
    }
  }

  /**
   * The port begins in the clear, and nothing says that STARTTLS is wanted.
   *
   * @param port 25, 110, 143 or 587
   * @param source the source of the port, for example {@code mail.smtp.port}
   * @param protocol the protocol name that the application used
   * @param implicit the same service with implicit TLS
   */
  record CleartextPort(int port, String source, String protocol, MailService implicit)
      implements SettingsRefusal {
    @Override
    public RefusalText text(String protocol, SettingNames names) {
      return text().inSession(SettingKeys.OWN_WORDS, protocol, names);
    }

    @Override
    public RefusalText text() {
      return new RefusalText(
          "cleartext-port",
          "connections to port " + port + " begin without TLS",
          List.of("the port comes from " + source),
          "use port %d, where TLS starts at once, or remove the port; or set mail.%s.security.tls-start=starttls, which requires STARTTLS"
              .formatted(implicit.defaultPort(), protocol));
    }
  }

  /**
   * A store or transport of Mailclad was registered under a protocol name that it does not serve;
   * only Angus would read its properties.
   *
   * @param name the protocol name
   * @param usual a name under which the class is served
   */
  record UnknownProtocolName(PeerText name, String usual) implements SettingsRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "unknown-protocol-name",
          "the protocol name \""
              + name
              + "\" is not one under which Mailclad secures this kind of connection",
          "ask the session for \""
              + usual
              + "\", and write its properties as mail."
              + usual
              + ".*");
    }
  }

  /**
   * The configured trust anchors cannot be used.
   *
   * @param anchors the configured source
   * @param problem the problem
   */
  record AnchorsUnavailable(String anchors, PeerText problem) implements SettingsRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "anchors-unavailable",
          "cannot use " + anchors + ": " + problem,
          "set mail.<protocol>.security.trust-anchors to a readable PEM, DER, PKCS12 or JKS file with at least one CA certificate");
    }
  }

  /**
   * The configured certificate revocation lists cannot be used.
   *
   * @param source the configured source
   * @param problem the problem
   */
  record RevocationSourceUnavailable(String source, PeerText problem) implements SettingsRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "revocation-source-unavailable",
          "cannot use " + source + ": " + problem,
          "set mail.<protocol>.security.revocation-crls to a readable file or folder of certificate revocation lists in PEM or DER; rename new lists to that place when they are complete");
    }
  }

  /**
   * The client certificate of the account cannot be used; no connection was opened.
   *
   * @param source the configured source
   * @param problem the reason; never a secret
   */
  record ClientCertificateUnusable(PeerText source, PeerText problem) implements SettingsRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "client-certificate-unusable",
          "the client certificate cannot be used: " + problem,
          List.of("looked for in: " + source),
          "correct mail.<protocol>.security.client-certificate, mail.<protocol>.security.client-certificate-key, mail.<protocol>.security.client-certificate-password or mail.<protocol>.security.client-certificate-alias, or renew the certificate");
    }
  }

  /**
   * The configured implementation of TLS is not there, or does not work; no connection was opened.
   *
   * @param provider the configured one
   * @param problem the message of the failure to load it
   */
  record TlsProviderUnusable(TlsProvider provider, PeerText problem) implements SettingsRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "tls-provider-unusable",
          "the TLS of "
              + Ascii.lowerCase(provider.name())
              + " cannot be used: its jars are missing, too old, or not for this platform",
          List.of("reported: " + problem),
          switch (provider) {
            case BCTLS ->
                "add org.bouncycastle:bctls-jdk18on 1.84 or newer with bcprov-jdk18on and bcutil-jdk18on of the same version; or set mail.<protocol>.security.tls-provider=platform";
            case CONSCRYPT ->
                "add org.conscrypt:conscrypt-openjdk-uber 2.9.0 or newer, which has native code for Linux, macOS and Windows and needs a folder for temporary files from which code may run; or set mail.<protocol>.security.tls-provider=platform";
            case PLATFORM -> "use a Java platform with TLS (the module java.base)";
          });
    }
  }

  /**
   * The application supplied a socket of its own; the server that it leads to cannot be verified.
   */
  record ForeignSocket() implements SettingsRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "foreign-socket",
          "a socket that the application opened cannot be verified",
          "connect with host and port; for a proxy or a local address set mail.<protocol>.proxy.host, mail.<protocol>.socks.host or mail.<protocol>.localaddress");
    }
  }

  /**
   * A text of the application contains a line break, and would have become a command of its own.
   *
   * @param command the command that contained the text; never its arguments
   */
  record UnsafeCommand(PeerText command) implements SettingsRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "unsafe-command",
          "a line break or NUL in an argument would end the command "
              + command
              + " and begin another; the command was not sent",
          "check addresses, header names, flags and search terms for line breaks before they are passed on");
    }
  }

  /**
   * A user name, password or identity contains CR, LF or NUL, which would end a line or a field of
   * the mail protocol; nothing was sent.
   *
   * @param what the name of the credential
   */
  record UnsafeCredentials(String what) implements SettingsRefusal {
    @Override
    public RefusalText text() {
      return new RefusalText(
          "unsafe-credentials",
          "the " + what + " contains a line break or NUL",
          "remove the line break; a file or an environment variable may have added one at the end");
    }
  }
}
