package io.github.mailclad.it.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.SecuredService;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.mail.InsecureConnectionException;
import jakarta.mail.Authenticator;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.junit.jupiter.api.Test;

/**
 * Tests with the sessions of well-known applications, as far as they need no library of theirs. The
 * same sessions connect with Mailclad, or get a refusal that names the property.
 */
class ApplicationRecipeIT {
  private final World world = new World();
  private final SmtpDialogue dialogue =
      new SmtpDialogue().requiringLogin().accepting(world.sentinels);

  private TlsFront server() {
    return TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start();
  }

  private Session session(Properties properties) {
    properties.put("mail.security.trust-anchors", world.root.certificate());
    return Session.getInstance(
        properties,
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication(world.sentinels.user(), world.sentinels.password());
          }
        });
  }

  private static void send(Session session) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom("build@example.org");
    message.setRecipients(Message.RecipientType.TO, "bob@example.org");
    message.setSubject("A recipe");
    message.setText("text");
    Transport.send(message);
  }

  private void assertSent(TlsFront server) {
    assertEquals(1, dialogue.messages().size());
    assertEquals(1, dialogue.logins().size());
    assertEquals(0, server.recorder().clientClear().length);
  }

  /** The mailer of Jenkins: a layer of defaults, booleans as objects, and the factory's port. */
  @Test
  void defaultsLayerAndBooleanObjectsOfJenkins() throws Exception {
    try (TlsFront server = server()) {
      String port = Integer.toString(server.port());
      Properties system = new Properties();
      system.setProperty("mail.smtp.host", "localhost");
      Properties properties = new Properties(system);
      properties.put("mail.smtp.port", port);
      properties.put("mail.smtp.socketFactory.port", port);
      properties.put("mail.smtp.ssl.enable", true);
      properties.put("mail.smtp.auth", true);
      properties.put("mail.smtp.timeout", "60000");
      properties.put("mail.smtp.connectiontimeout", "60000");
      send(session(properties));
      assertSent(server);
    }
  }

  /** Apache James: a transport by URL, cast, and asked for extensions; properties are cleared. */
  @Test
  void transportByUrlAndClearedPropertiesOfJames() throws Exception {
    try (TlsFront server = server()) {
      Properties properties = new Properties();
      Session session = session(properties);
      URLName url = new URLName("smtp", "localhost", server.port(), null, null, null);
      SMTPTransport transport = (SMTPTransport) session.getTransport(url);
      try (transport) {
        transport.connect(world.sentinels.user(), world.sentinels.password());
        assertTrue(transport.supportsExtension("8BITMIME"));
        assertTrue(transport.getClass().getName().endsWith(".SMTPTransport"));
        MimeMessage message = new MimeMessage(session);
        message.setFrom("relay@example.org");
        message.setRecipients(Message.RecipientType.TO, "bob@example.org");
        message.setText("text");
        transport.sendMessage(message, message.getAllRecipients());
        session.getProperties().clear();
      }
      assertSent(server);
      SMTPTransport next = (SMTPTransport) session.getTransport(url);
      try (next) {
        assertThrows(
            InsecureConnectionException.class,
            () -> next.connect(world.sentinels.user(), world.sentinels.password()),
            "the trust anchors were cleared as well");
      }
    }
  }

  /** Spring Integration: a store by URL, with the login in it, and a cast of its folder. */
  @Test
  void storeByUrlAndImapFolderOfSpringIntegration() throws Exception {
    ImapDialogue mailbox = new ImapDialogue().accepting(world.sentinels);
    try (TlsFront server =
        TlsFront.builder().certificate(world.certificate).dialogue(mailbox).start()) {
      Properties properties = new Properties();
      properties.setProperty("mail.imaps.peek", "true");
      URLName url =
          new URLName(
              "imaps://%s:%s@localhost:%d/INBOX"
                  .formatted(world.sentinels.user(), world.sentinels.password(), server.port()));
      try (Store store = session(properties).getStore(url)) {
        store.connect();
        Folder folder = store.getFolder(url);
        assertInstanceOf(IMAPFolder.class, folder);
        folder.open(Folder.READ_WRITE);
        assertTrue(String.valueOf(folder.getMessage(1).getContent()).contains("quick brown fox"));
        assertTrue(mailbox.commands().stream().anyMatch(c -> c.contains("BODY.PEEK[")));
      }
    }
  }

  /** Apache Camel: numbers as objects; its own socket factory is refused by name. */
  @Test
  void numberObjectsOfCamelAreReadAndItsFactoryIsRefusedByName() throws Exception {
    try (TlsFront server = server()) {
      Properties properties = new Properties();
      properties.put("mail.smtps.host", "localhost");
      properties.put("mail.smtps.port", server.port());
      properties.put("mail.smtps.timeout", 30_000);
      properties.put("mail.smtps.connectiontimeout", 30_000);
      properties.put("mail.smtps.auth", "true");
      properties.put("mail.smtps.socketFactory.fallback", "false");
      properties.put("mail.transport.protocol.rfc822", "smtps");
      send(session(properties));
      assertSent(server);

      properties.put("mail.smtps.socketFactory", SSLSocketFactory.getDefault());
      InsecureConnectionException refused =
          assertThrows(InsecureConnectionException.class, () -> send(session(properties)));
      assertTrue(String.valueOf(refused.getMessage()).contains("mail.smtps.socketFactory"));
      assertEquals(1, server.recorder().connections().size());
    }
  }

  /** Commons Email: implicit TLS by naming the platform's factory, and no ssl.enable. */
  @Test
  void platformFactoryWithoutSslEnableOfCommonsEmail() throws Exception {
    try (TlsFront server = server()) {
      String port = Integer.toString(server.port());
      Properties properties = new Properties();
      properties.setProperty("mail.transport.protocol", "smtp");
      properties.setProperty("mail.smtp.host", "localhost");
      properties.setProperty("mail.smtp.port", port);
      properties.setProperty("mail.smtp.auth", "true");
      properties.setProperty("mail.smtp.socketFactory.port", port);
      properties.setProperty("mail.smtp.socketFactory.class", "javax.net.ssl.SSLSocketFactory");
      properties.setProperty("mail.smtp.socketFactory.fallback", "false");
      properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
      send(session(properties));
      assertSent(server);
    }
  }

  /** Application code that casts, and asks for STARTTLS, on a port with implicit TLS. */
  @Test
  void castTransportThatAsksForStarttlsStaysWithImplicitTls() throws Exception {
    try (TlsFront server = server()) {
      Properties properties = world.trusting("smtp", server);
      SMTPTransport transport = (SMTPTransport) session(properties).getTransport("smtp");
      try (transport) {
        transport.setStartTLS(true);
        transport.setRequireStartTLS(true);
        transport.connect(world.sentinels.user(), world.sentinels.password());
        assertEquals(
            ConfidentialityLevel.AUTHENTICATED,
            ((SecuredService) transport).connectionSecurity().orElseThrow().level());
      }
      assertTrue(dialogue.commands().stream().noneMatch(c -> c.startsWith("STARTTLS")));
      assertEquals(0, server.recorder().clientClear().length);
    }
  }
}
