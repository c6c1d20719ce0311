package io.github.mailclad.it.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The guards of kept connections, each switched off. */
class KeptConnectionsMutationIT {
  private final World world = new World();

  @AfterEach
  void forgetTheMutant() {
    Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
  }

  private static SmtpDialogue dialogue() {
    return new SmtpDialogue().capabilities("PIPELINING", "AUTH PLAIN").requiringLogin();
  }

  private TlsFront server(SmtpDialogue dialogue) {
    return TlsFront.builder().certificate(world.certificate).dialogue(dialogue).start();
  }

  private Session session(Mutant mutant, TlsFront server) {
    Thread.currentThread().setContextClassLoader(mutant.load());
    Properties properties = world.trusting("smtp", server);
    properties.setProperty("mail.smtp.security.keep-connections", "4");
    properties.setProperty("mail.smtp.timeout", "5000");
    return Session.getInstance(properties);
  }

  private static void send(Session session, String user, String password)
      throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom("alice@example.org");
    message.setRecipients(Message.RecipientType.TO, "bob@example.org");
    message.setText("text");
    Transport.send(message, user, password);
  }

  /** Returns the number of messages that the server took from an account that has no password. */
  private int messagesOfAnotherAccount(Mutant mutant) throws Exception {
    SmtpDialogue dialogue = dialogue().accepting("alice", "secret");
    try (TlsFront server = server(dialogue)) {
      Session session = session(mutant, server);
      send(session, "alice", "secret");
      try {
        send(session, "bob", "guessed");
      } catch (MessagingException refused) {
        assertEquals(1, dialogue.messages().size());
      }
      return dialogue.messages().size() - 1;
    }
  }

  @Test
  void accountsDoNotShareConnections() throws Exception {
    assertEquals(0, messagesOfAnotherAccount(Mutants.NONE));
    assertEquals(1, messagesOfAnotherAccount(Mutants.ONE_KEPT_KEY));
  }

  /** Returns the number of connections for a message that was refused, and another one. */
  private int connectionsAroundARefusal(Mutant mutant) throws Exception {
    SmtpDialogue dialogue = dialogue().accepting(world.sentinels);
    dialogue.replyingOnce("RCPT", "550 5.1.1 no such user");
    try (TlsFront server = server(dialogue)) {
      Session session = session(mutant, server);
      String user = world.sentinels.user();
      String password = world.sentinels.password();
      assertThrows(MessagingException.class, () -> send(session, user, password));
      send(session, user, password);
      return server.recorder().connections().size();
    }
  }

  @Test
  void noConnectionIsKeptAfterARefusal() throws Exception {
    assertEquals(2, connectionsAroundARefusal(Mutants.NONE));
    assertEquals(1, connectionsAroundARefusal(Mutants.ANY_STATE_KEPT));
  }
}
