package io.github.mailclad.it.discovery;

import static io.github.mailclad.it.discovery.AddressOnly.DOMAIN;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The configuration files of {@link AddressOnly#DOMAIN}, and where they are. */
public final class Published {
  static final String AUTOCONFIG = "autoconfig." + DOMAIN;
  public static final String AUTOCONFIG_PATH = "/mail/config-v1.1.xml";
  public static final String WELL_KNOWN_PATH = "/.well-known/autoconfig/mail/config-v1.1.xml";
  static final String PACC = "ua-auto-config." + DOMAIN;
  public static final String PACC_PATH = "/.well-known/user-agent-configuration.json";
  static final String PACC_RECORD = "_ua-auto-config." + DOMAIN;

  private Published() {}

  /** An autoconfig file with these elements for servers. */
  public static String autoconfig(String... servers) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <clientConfig version="1.1">
          <emailProvider id="example.org">
            <domain>example.org</domain>
            <displayName>Example</displayName>
        %s
          </emailProvider>
        </clientConfig>
        """
        .formatted(String.join("\n", servers));
  }

  /** A server for reading mail, by {@code imap} or {@code pop3}. */
  public static String incoming(String type, String host, int port, String socketType) {
    return server("incomingServer", type, host, port, socketType);
  }

  /** A server for submitting mail. */
  public static String outgoing(String host, int port, String socketType) {
    return server("outgoingServer", "smtp", host, port, socketType);
  }

  private static String server(
      String element, String type, String host, int port, String socketType) {
    return """
        <%1$s type="%2$s"><hostname>%3$s</hostname><port>%4$d</port>
        <socketType>%5$s</socketType><username>%%EMAILADDRESS%%</username>
        <authentication>password-cleartext</authentication></%1$s>"""
        .formatted(element, type, host, port, socketType);
  }

  /** A PACC configuration, whose servers are at the registered ports. */
  public static String pacc(String imap, String smtp) {
    return """
        {"protocols": {"imap": {"host": "%s"}, "smtp": {"host": "%s"}},
         "authentication": {"password": true},
         "info": {"provider": {"name": "Example"}}}
        """
        .formatted(imap, smtp);
  }

  /** The TXT record with the digest of a PACC configuration. */
  public static String digest(String configuration) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(configuration.getBytes(UTF_8));
      return "v=UAAC1; a=sha256; d=" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
