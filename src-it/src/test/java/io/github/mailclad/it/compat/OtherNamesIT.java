package io.github.mailclad.it.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Properties under another name of the service count where the used name has none. */
class OtherNamesIT {
  private final World world = new World();
  private final SmtpDialogue dialogue =
      new SmtpDialogue().requiringLogin().accepting(world.sentinels);

  private TlsFront server() {
    return TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start();
  }

  private Properties properties(String name, TlsFront server) {
    Properties properties = world.trusting(name, server);
    properties.setProperty("mail." + name + ".auth", "true");
    properties.setProperty("mail." + name + ".user", world.sentinels.user());
    properties.setProperty("mail." + name + ".from", "envelope-" + name + "@example.org");
    properties.setProperty("mail." + name + ".localhost", name + ".client.example");
    return properties;
  }

  private void send(Properties properties, String protocol) throws MessagingException {
    Session session = Session.getInstance(properties);
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress("alice@example.org"));
    message.setRecipients(Message.RecipientType.TO, "bob@example.org");
    message.setText("text");
    message.saveChanges();
    try (Transport transport = session.getTransport(protocol)) {
      transport.connect(null, null, world.sentinels.password());
      transport.sendMessage(message, message.getAllRecipients());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "submissions, smtp",
    "submissions, smtps",
    "submissions, submission",
    "submission, smtp",
    "smtps, smtp",
    "smtps, submissions",
    "smtp, smtps",
    "smtp, submissions"
  })
  void everythingMayStandUnderAnotherName(String used, String other) throws Exception {
    try (TlsFront server = server()) {
      send(properties(other, server), used);
      assertEquals(1, dialogue.messages().size());
      assertEquals("envelope-" + other + "@example.org", dialogue.messages().get(0).sender());
      assertTrue(dialogue.commands().contains("EHLO " + other + ".client.example"));
      assertEquals(world.sentinels.user(), dialogue.logins().get(0).user());
    }
  }

  @ParameterizedTest
  @CsvSource({"submissions, smtp", "submissions, smtps", "smtps, smtp", "smtp, submissions"})
  void usedNameWins(String used, String other) throws Exception {
    try (TlsFront right = server();
        TlsFront wrong = server()) {
      Properties properties = properties(other, wrong);
      properties.putAll(properties(used, right));
      properties.setProperty("mail." + other + ".user", "somebody else");
      send(properties, used);
      assertEquals("envelope-" + used + "@example.org", dialogue.messages().get(0).sender());
      assertTrue(dialogue.commands().contains("EHLO " + used + ".client.example"));
      assertEquals(List.of(), wrong.recorder().connections());
    }
  }

  @ParameterizedTest
  @CsvSource({"imaps, imap", "imap, imaps", "pop3s, pop3", "pop3, pop3s"})
  void storesReadTheirOtherNameToo(String used, String other) throws Exception {
    try (TlsFront server = world.server(used).start()) {
      Properties properties = world.trusting(other, server);
      properties.setProperty("mail." + other + ".user", world.sentinels.user());
      try (Store store = Session.getInstance(properties).getStore(used)) {
        store.connect(null, null, world.sentinels.password());
        assertEquals(used, store.getURLName().getProtocol());
        assertEquals(world.sentinels.user(), store.getURLName().getUsername());
      }
    }
  }
}
