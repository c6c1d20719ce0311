package io.github.mailclad.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.check.ProviderCheck;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@WithMailServer
class MailServerTest {
  private final MailServer server;

  MailServerTest(MailServer server) {
    this.server = server;
  }

  @Test
  void takesAMessageOverVerifiedTls() throws Exception {
    Session session = server.session("alice");
    ProviderCheck.require(session);
    Transport.send(message(session, "bob@example.org"));
    assertTrue(server.awaitMessages(1, Duration.ofSeconds(10)));
    assertEquals("Hello", server.messages("bob").get(0).getSubject());
    assertTrue(server.clientLines().stream().anyMatch(line -> line.startsWith("MAIL FROM")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"imaps", "imap", "pop3s", "pop3"})
  void hasTheMessagesThatATestDelivers(String protocol) throws Exception {
    server.deliver("alice", "News", "Some text.");
    assertEquals("News", subjectOfFirst(server.session("alice"), protocol));
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3"})
  void startsTlsByStarttls(String protocol) throws Exception {
    server.deliver("alice", "News", "Some text.");
    Session session = Session.getInstance(server.starttlsProperties("alice"));
    try (Store store = session.getStore(protocol)) {
      MailUser alice = server.user("alice");
      store.connect(alice.address(), alice.password());
      assertEquals(1, store.getFolder("INBOX").isOpen() ? 0 : count(store));
    }
  }

  @Test
  void submitsByStarttls() throws Exception {
    Session session = Session.getInstance(server.starttlsProperties("alice"));
    MailUser alice = server.user("alice");
    Transport.send(message(session, "bob@example.org"), alice.address(), alice.password());
    assertEquals(1, server.messages("bob").size());
  }

  @ParameterizedTest
  @CsvSource({
    "WRONG_NAME, identity-mismatch",
    "EXPIRED, certificate-expired",
    "UNKNOWN_AUTHORITY, untrusted-issuer",
    "NO_TLS, plaintext-server"
  })
  void isRefusedWithItsFaultBeforeAWordIsSent(Fault fault, String code) throws Exception {
    server.setFault(fault);
    Session session = server.session("alice");
    MimeMessage message = message(session, "bob@example.org");
    var refused = assertThrows(MessagingException.class, () -> Transport.send(message));
    assertEquals(code, Refusal.in(refused).orElseThrow().code());
    assertEquals(List.of(), server.clientLines());
    assertThrows(MessagingException.class, () -> subjectOfFirst(session, "imaps"));
    assertEquals(List.of(), server.clientLines());
    assertEquals(List.of(), server.messages("bob"));
  }

  @ParameterizedTest
  @CsvSource({
    "smtp, NO_TLS, starttls-unavailable",
    "imap, NO_TLS, starttls-unavailable",
    "pop3, NO_TLS, starttls-unavailable",
    "smtp, WRONG_NAME, identity-mismatch",
    "imap, EXPIRED, certificate-expired",
    "pop3, UNKNOWN_AUTHORITY, untrusted-issuer"
  })
  void isRefusedWithItsFaultWhereTlsStartsByStarttls(String protocol, Fault fault, String code)
      throws Exception {
    server.setFault(fault);
    Session session = Session.getInstance(server.starttlsProperties("alice"));
    MailUser alice = server.user("alice");
    var refused =
        assertThrows(
            MessagingException.class,
            () ->
                (protocol.equals("smtp")
                        ? session.getTransport(protocol)
                        : session.getStore(protocol))
                    .connect(alice.address(), alice.password()));
    assertEquals(code, Refusal.in(refused).orElseThrow().code());
    assertFalse(String.join("\n", server.clientLines()).contains(alice.password()));
  }

  /** What a team would see without Mailclad: the fault is one, and plain Angus takes it. */
  @Test
  void givesPlainAngusWhatItAcceptsWithoutTls() throws Exception {
    server.setFault(Fault.NO_TLS);
    var properties = new Properties();
    properties.setProperty("mail.smtp.security.minimum-level", "none");
    properties.setProperty("mail.smtp.host", "localhost");
    properties.setProperty("mail.smtp.port", Integer.toString(server.submissionsPort()));
    Transport.send(message(Session.getInstance(properties), "bob@example.org"));
    assertEquals(1, server.messages("bob").size());
    assertFalse(server.clientLines().isEmpty());
  }

  @Test
  void beginsEachTestAnew() {
    assertEquals(List.of(), server.messages("alice"));
    assertEquals(List.of(), server.messages("bob"));
    assertEquals(List.of(), server.clientLines());
  }

  @Test
  void forgetsTheConnectionsOfTheTestBefore() throws Exception {
    try (Transport transport = server.session("alice").getTransport()) {
      transport.connect();
      server.reset();
      assertTrue(transport.isConnected());
      assertEquals(List.of(), server.clientLines());
    }
  }

  @Test
  void neverPrintsAPassword() {
    MailUser alice = server.user("alice");
    assertFalse(alice.toString().contains(alice.password()));
  }

  @Nested
  class InANestedClass {
    @Test
    void hasTheServerOfTheOuterClass(MailServer nested) {
      assertEquals(server.imapsPort(), nested.imapsPort());
    }
  }

  private static String subjectOfFirst(Session session, String protocol) throws Exception {
    try (Store store = session.getStore(protocol)) {
      store.connect();
      try (Folder inbox = store.getFolder("INBOX")) {
        inbox.open(Folder.READ_ONLY);
        return inbox.getMessage(1).getSubject();
      }
    }
  }

  private static int count(Store store) throws MessagingException {
    try (Folder inbox = store.getFolder("INBOX")) {
      inbox.open(Folder.READ_ONLY);
      return inbox.getMessageCount();
    }
  }

  static MimeMessage message(Session session, String to) throws MessagingException {
    var message = new MimeMessage(session);
    message.setFrom(new InternetAddress("alice@example.org"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
    message.setSubject("Hello");
    message.setText("Some text.");
    return message;
  }
}
