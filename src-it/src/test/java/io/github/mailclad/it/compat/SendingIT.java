package io.github.mailclad.it.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.SmtpDialogue.Received;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages arrive, in all the ways in which applications send them. */
class SendingIT {
  private final World world = new World();
  private final SmtpDialogue dialogue =
      new SmtpDialogue().requiringLogin().accepting(world.sentinels);

  private TlsFront server() {
    return TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start();
  }

  /** Returns properties that lead to the server. */
  Properties properties(String protocol, TlsFront server) {
    return world.trusting(protocol, server);
  }

  private Authenticator login() {
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(world.sentinels.user(), world.sentinels.password());
      }
    };
  }

  private <M extends MimeMessage> M filled(M message) throws MessagingException {
    message.setFrom(new InternetAddress("alice@example.org"));
    message.setRecipients(Message.RecipientType.TO, "bob@example.org");
    message.setSubject("A message");
    message.setText(world.sentinels.body() + "\n.leading dot\n");
    return message;
  }

  private void assertArrived(TlsFront server, String sender, String... recipients) {
    assertEquals(1, dialogue.messages().size());
    Received received = dialogue.messages().get(0);
    assertEquals(sender, received.sender());
    assertEquals(List.of(recipients), received.recipients());
    assertTrue(received.data().contains(world.sentinels.body() + "\r\n.leading dot\r\n"));
    assertEquals(0, server.recorder().clientClear().length);
  }

  @Test
  void staticSendWithPropertiesOfSmtpOnly() throws Exception {
    try (TlsFront server = server()) {
      Properties properties = properties("smtp", server);
      properties.setProperty("mail.smtp.auth", "true");
      Transport.send(filled(new MimeMessage(Session.getInstance(properties, login()))));
      assertArrived(server, "alice@example.org", "bob@example.org");
    }
  }

  @Test
  void staticSendWithUserAndPasswordAsArguments() throws Exception {
    try (TlsFront server = server()) {
      Session session = Session.getInstance(properties("smtp", server));
      Transport.send(
          filled(new MimeMessage(session)), world.sentinels.user(), world.sentinels.password());
      assertArrived(server, "alice@example.org", "bob@example.org");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"submissions", "submission", "smtps"})
  void staticSendUnderAnotherProtocolName(String protocol) throws Exception {
    try (TlsFront server = server()) {
      Properties properties = properties(protocol, server);
      properties.setProperty("mail.transport.protocol", protocol);
      properties.setProperty("mail.transport.protocol.rfc822", protocol);
      properties.setProperty("mail." + protocol + ".auth", "true");
      Session session = Session.getInstance(properties, login());
      Transport.send(filled(new MimeMessage(session)));
      assertArrived(server, "alice@example.org", "bob@example.org");
      assertEquals(protocol, session.getTransport().getURLName().getProtocol());
    }
  }

  /** The default session lives as long as the JVM: no other test may make one. */
  @Test
  void staticSendWithTheDefaultSession() throws Exception {
    try (TlsFront server = server()) {
      Properties properties = properties("smtp", server);
      properties.setProperty("mail.smtp.auth", "true");
      Authenticator login = login();
      Session session = Session.getDefaultInstance(properties, login);
      Transport.send(filled(new MimeMessage(session)));
      assertArrived(server, "alice@example.org", "bob@example.org");
      assertEquals(session, Session.getDefaultInstance(new Properties(), login));
    }
  }

  @Test
  void oneTransportSendsManyMessages() throws Exception {
    try (TlsFront server = server()) {
      Session session = Session.getInstance(properties("submissions", server));
      try (Transport transport = session.getTransport("submissions")) {
        transport.connect(world.sentinels.user(), world.sentinels.password());
        MimeMessage message = filled(new MimeMessage(session));
        for (int i = 0; i < 3; i++) {
          transport.sendMessage(message, message.getAllRecipients());
        }
      }
      assertEquals(3, dialogue.messages().size());
      assertEquals(1, server.recorder().connections().size());
    }
  }

  @Test
  void messageOfSmtpKeepsItsEnvelope() throws Exception {
    try (TlsFront server = server()) {
      Properties properties = properties("smtp", server);
      properties.setProperty("mail.smtp.auth", "true");
      SMTPMessage message = filled(new SMTPMessage(Session.getInstance(properties, login())));
      message.setEnvelopeFrom("bounces@example.org");
      message.setMailExtension("BODY=8BITMIME");
      Transport.send(message);
      assertArrived(server, "bounces@example.org", "bob@example.org");
      assertTrue(dialogue.commands().contains("MAIL FROM:<bounces@example.org> BODY=8BITMIME"));
    }
  }

  @ParameterizedTest
  @EnumSource(Side.class)
  void refusedRecipientIsToldByTheTypesOfAngus(Side side) throws Exception {
    dialogue.replying("RCPT TO:<nobody@example.org>", "550 5.1.1 no such user");
    SendFailedException failed = assertFails(side);
    assertEquals("[nobody@example.org]", Arrays.toString(failed.getInvalidAddresses()));
    assertEquals("[bob@example.org]", Arrays.toString(failed.getValidUnsentAddresses()));
    SMTPAddressFailedException refused =
        assertInstanceOf(SMTPAddressFailedException.class, failed.getNextException());
    assertEquals("nobody@example.org", refused.getAddress().getAddress());
    assertEquals(550, refused.getReturnCode());
  }

  @ParameterizedTest
  @EnumSource(Side.class)
  void refusedSenderIsToldByTheTypesOfAngus(Side side) throws Exception {
    dialogue.replying("MAIL FROM:<alice@example.org>", "553 5.7.1 not yours");
    SMTPSendFailedException failed =
        assertInstanceOf(SMTPSendFailedException.class, assertFails(side));
    assertEquals(553, failed.getReturnCode());
    assertEquals(
        "[bob@example.org, nobody@example.org]", Arrays.toString(failed.getValidUnsentAddresses()));
    assertInstanceOf(SMTPSenderFailedException.class, failed.getNextException());
  }

  private SendFailedException assertFails(Side side) throws MessagingException {
    try (TlsFront server = server()) {
      Properties properties = side.properties(world, "smtp", server);
      properties.setProperty("mail.smtp.auth", "true");
      MimeMessage message = filled(new MimeMessage(Session.getInstance(properties, login())));
      message.addRecipients(Message.RecipientType.TO, "nobody@example.org");
      SendFailedException thrown =
          assertThrows(SendFailedException.class, () -> Transport.send(message));
      assertEquals(0, dialogue.messages().size());
      return thrown;
    }
  }

  @Test
  void partialSendIsToldByTheTypesOfAngus() throws Exception {
    dialogue.replying("RCPT TO:<nobody@example.org>", "550 5.1.1 no such user");
    try (TlsFront server = server()) {
      Properties properties = properties("smtp", server);
      properties.setProperty("mail.smtp.auth", "true");
      properties.setProperty("mail.smtp.sendpartial", "true");
      MimeMessage message = filled(new MimeMessage(Session.getInstance(properties, login())));
      message.addRecipients(Message.RecipientType.TO, "nobody@example.org");
      SendFailedException thrown =
          assertThrows(SendFailedException.class, () -> Transport.send(message));
      assertEquals("[bob@example.org]", Arrays.toString(thrown.getValidSentAddresses()));
      assertEquals("[nobody@example.org]", Arrays.toString(thrown.getInvalidAddresses()));
      assertArrived(server, "alice@example.org", "bob@example.org");
    }
  }
}
