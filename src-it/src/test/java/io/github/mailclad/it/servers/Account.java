package io.github.mailclad.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.SecuredService;
import io.github.mailclad.it.World;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The world's user at real servers, under Mailclad, with the world's authority as trust anchor. */
record Account(World world) {

  Properties properties(Listener listener) {
    Properties properties = listener.properties();
    properties.put("mail.security.trust-anchors", world.root.certificate());
    return properties;
  }

  /** The same, with one SASL mechanism. */
  Properties properties(Listener listener, String mechanism) {
    Properties properties = properties(listener);
    properties.setProperty(listener.key("security.auth-mechanisms"), mechanism);
    return properties;
  }

  Service connect(Listener listener, Properties properties, @Nullable String password)
      throws MessagingException {
    Service service = World.service(listener.protocol(), properties);
    service.connect(world.sentinels.user(), password);
    return service;
  }

  static void assertAuthenticated(Service service) {
    assertEquals(
        ConfidentialityLevel.AUTHENTICATED,
        ((SecuredService) service).connectionSecurity().orElseThrow().level());
  }

  /** Returns a message from the user to itself, with the body of the sentinels. */
  MimeMessage message(String subject) throws MessagingException {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    message.setFrom(world.sentinels.user() + "@example.org");
    message.setRecipients(Message.RecipientType.TO, world.sentinels.user() + "@example.org");
    message.setSubject(subject);
    message.setText(world.sentinels.body() + "\r\n");
    message.saveChanges();
    return message;
  }

  /** Returns the text of the message with this subject in the inbox; empty if there is none. */
  String fetched(Listener listener, Properties properties, String subject)
      throws MessagingException, IOException {
    try (Store store = (Store) connect(listener, properties, world.sentinels.password())) {
      Folder inbox = store.getFolder("INBOX");
      inbox.open(Folder.READ_ONLY);
      for (Message message : inbox.getMessages()) {
        if (subject.equals(message.getSubject())) {
          return String.valueOf(message.getContent());
        }
      }
      inbox.close();
    }
    return "";
  }
}
