package io.github.mailclad.it;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.Sentinels;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One user's world on loopback: an authority, an honest certificate for {@code localhost},
 * credentials that cannot be guessed, servers for each protocol, and sessions with and without
 * Mailclad.
 */
public final class World {
  public static final List<String> PROTOCOLS =
      List.of("imaps", "imap", "pop3s", "pop3", "submissions", "submission", "smtps", "smtp");

  /** Plain Angus's names of the protocols; it has no name for submission. */
  private static final Map<String, String> ANGUS_CLASSES =
      Map.of(
          "imaps", "org.eclipse.angus.mail.imap.IMAPSSLStore",
          "imap", "org.eclipse.angus.mail.imap.IMAPStore",
          "pop3s", "org.eclipse.angus.mail.pop3.POP3SSLStore",
          "pop3", "org.eclipse.angus.mail.pop3.POP3Store",
          "smtps", "org.eclipse.angus.mail.smtp.SMTPSSLTransport",
          "smtp", "org.eclipse.angus.mail.smtp.SMTPTransport");

  public final Issued root = CertificateBuilder.root("Test Root");
  public final Issued certificate =
      CertificateBuilder.server().dns("localhost").ip("127.0.0.1").issuedBy(root);
  public final Sentinels sentinels = Sentinels.fresh();

  /** An honest server for a protocol name, still to be started. */
  public TlsFront.Builder server(String protocol) {
    return TlsFront.builder().certificate(certificate).dialogue(dialogue(protocol));
  }

  public static MailDialogue dialogue(String protocol) {
    return switch (protocol.substring(0, 2)) {
      case "im" -> new ImapDialogue();
      case "po" -> new Pop3Dialogue();
      default -> new SmtpDialogue();
    };
  }

  /** Properties of a client that trusts this world's authority, under Mailclad. */
  public Properties trusting(String protocol, TlsFront server) {
    Properties properties = pointing(protocol, server);
    properties.put("mail.security.trust-anchors", root.certificate());
    return properties;
  }

  /**
   * Properties that lead to the server and say nothing of trust. The system property {@code
   * mailclad.tls} names the TLS provider of all tests, for example {@code bctls}.
   */
  public static Properties pointing(String protocol, TlsFront server) {
    Properties properties = new Properties();
    Optional.ofNullable(System.getProperty("mailclad.tls"))
        .filter(provider -> !provider.isEmpty())
        .ifPresent(provider -> properties.setProperty("mail.security.tls-provider", provider));
    properties.setProperty("mail." + protocol + ".host", "localhost");
    properties.setProperty("mail." + protocol + ".port", Integer.toString(server.port()));
    return properties;
  }

  /** The same properties with plain Angus serving the protocol. */
  public static Properties plainAngus(String protocol, Properties properties) {
    Properties plain = new Properties();
    plain.putAll(properties);
    plain.setProperty("mail." + protocol + ".class", String.valueOf(ANGUS_CLASSES.get(protocol)));
    return plain;
  }

  /** A store or transport of the session, not connected. */
  public static Service service(String protocol, Properties properties) throws MessagingException {
    Session session = Session.getInstance(properties);
    return protocol.startsWith("s") ? session.getTransport(protocol) : session.getStore(protocol);
  }

  /** Connects with the sentinel credentials, and closes at once. */
  public Service connect(String protocol, Properties properties) throws MessagingException {
    Service service = service(protocol, properties);
    service.connect(sentinels.user(), sentinels.password());
    return service;
  }

  /** Connects with the sentinel credentials and closes; returns the failure, or null. */
  public @Nullable MessagingException tryToConnect(String protocol, Properties properties) {
    try (Service service = connect(protocol, properties)) {
      return null;
    } catch (MessagingException e) {
      return e;
    }
  }
}
