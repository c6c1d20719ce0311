package io.github.mailclad.it.servers;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Mischief;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.mail.BatchTransport;
import io.github.mailclad.mail.FailedMessage;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.angus.mail.pop3.POP3Folder;
import org.eclipse.angus.mail.pop3.POP3Message;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** Reading by POP3, and submission. */
final class MailScenarios {
  private MailScenarios() {}

  static List<Scenario> reading() {
    return List.of(
        Scenario.of("TOP and UIDL", MailScenarios::top),
        Scenario.of("deletion by POP3", MailScenarios::delete),
        Scenario.of("RSET before QUIT", Map.of("rsetbeforequit", "true"), MailScenarios::delete));
  }

  static List<Scenario> sending() {
    return List.of(
        Scenario.of("DSN", MailScenarios::dsn)
            .differing(Difference.CHUNKING_POSTFIX, Difference.CHUNKING_EXIM),
        Scenario.of("8BITMIME", Map.of("allow8bitmime", "true"), MailScenarios::eightBit)
            .differing(Difference.CHUNKING_POSTFIX, Difference.CHUNKING_EXIM),
        Scenario.of("CHUNKING", Map.of("chunksize", "1000"), MailScenarios::eightBit),
        Scenario.of("SMTPUTF8", Map.of("allowutf8", "true"), MailScenarios::international)
            .differing(Difference.CHUNKING_POSTFIX, Difference.CHUNKING_EXIM),
        Scenario.of("a bad recipient", MailScenarios::partial),
        Scenario.of(
                "a bad recipient with sendpartial",
                Map.of("sendpartial", "true"),
                MailScenarios::partial)
            .differing(Difference.CHUNKING_POSTFIX, Difference.CHUNKING_EXIM),
        Scenario.of(
                "a bad recipient with reportsuccess",
                Map.of("reportsuccess", "true", "sendpartial", "true"),
                MailScenarios::partial)
            .differing(Difference.CHUNKING_POSTFIX, Difference.CHUNKING_EXIM),
        Scenario.of(
                "PIPELINING to fifty recipients, with a bad one among them",
                Map.of("sendpartial", "true"),
                MailScenarios::many)
            .differing(Difference.CHUNKING_POSTFIX, Difference.CHUNKING_EXIM),
        Scenario.of("a message that is too large", MailScenarios::tooLarge),
        Scenario.of("several messages on a connection", MailScenarios::several),
        Scenario.of(
            "thirty messages at once, with bad recipients among them", MailScenarios::atOnce),
        Scenario.of("wrong password by SMTP", MailScenarios::wrongPassword)
            .differing(Difference.REJECTED_LOGIN),
        Scenario.of("read timeout", Map.of("timeout", "1000"), MailScenarios::silentServer)
            .differing(Difference.SILENT_SERVER),
        Scenario.of("no server", MailScenarios::noServer).differing(Difference.NO_SERVER),
        Scenario.of("a certificate for another name", MailScenarios::otherName)
            .differing(Difference.REFUSED_SERVER),
        Scenario.of("restart of the submission server", MailScenarios::restart)
            .differing(Difference.CHUNKING_POSTFIX));
  }

  private static void top(Compared it) throws Exception {
    it.inbox(3);
    try (Store store = it.connected(it.pop3(), "pop3s");
        Folder inbox = store.getFolder("INBOX")) {
      inbox.open(Folder.READ_ONLY);
      it.see("messages", inbox::getMessageCount);
      POP3Message message = (POP3Message) inbox.getMessage(2);
      it.see("top", () -> message.top(1).readAllBytes().length > 0);
      it.see("header", message::getSubject);
      it.see("same UID", () -> uid(inbox, 2).equals(uid(inbox, 2)));
      it.see("other UID", () -> uid(inbox, 1).equals(uid(inbox, 2)));
      it.see("content", () -> it.steady(String.valueOf(message.getContent())));
      it.see("sizes", () -> ((POP3Folder) inbox).getSizes().length);
    }
  }

  private static String uid(Folder inbox, int number) throws MessagingException {
    return String.valueOf(((POP3Folder) inbox).getUID(inbox.getMessage(number)));
  }

  private static void delete(Compared it) throws Exception {
    it.inbox(3);
    for (int i = 0; i < 2; i++) {
      try (Store store = it.connected(it.pop3(), "pop3s")) {
        Folder inbox = store.getFolder("INBOX");
        inbox.open(Folder.READ_WRITE);
        it.see("messages", inbox::getMessageCount);
        inbox.getMessage(1).setFlag(Flags.Flag.DELETED, true);
        inbox.close(true);
      }
    }
  }

  private static SMTPMessage message(Compared it, Session session) throws MessagingException {
    SMTPMessage message = new SMTPMessage(session);
    message.setFrom(it.world.sentinels.user() + "@example.org");
    message.setRecipients(
        Message.RecipientType.TO, new InternetAddress[] {new InternetAddress("bob@example.org")});
    message.setSubject("A message");
    message.setText(".a line\r\nGr\u00fc\u00dfe\r\n", "UTF-8");
    return message;
  }

  /** Sends it, and adds the replies of the server. */
  private static void send(Compared it, Session session, MimeMessage message)
      throws MessagingException {
    message.saveChanges();
    try (Transport transport = it.connected(session)) {
      it.see(
          "sent",
          () -> {
            transport.sendMessage(message, message.getAllRecipients());
            return "yes";
          });
      SMTPTransport smtp = (SMTPTransport) transport;
      it.see("code", smtp::getLastReturnCode);
      it.see("reply", () -> it.steady(smtp.getLastServerResponse()));
      it.see("connected", transport::isConnected);
    }
  }

  private static void dsn(Compared it) throws Exception {
    Session session = it.smtp();
    SMTPMessage message = message(it, session);
    message.setNotifyOptions(SMTPMessage.NOTIFY_SUCCESS | SMTPMessage.NOTIFY_FAILURE);
    message.setReturnOption(SMTPMessage.RETURN_HDRS);
    message.setMailExtension("ENVID=envelope1");
    send(it, session, message);
    SMTPMessage refused = message(it, session);
    refused.setMailExtension("UNKNOWN=parameter");
    send(it, session, refused);
  }

  private static void eightBit(Compared it) throws Exception {
    Session session = it.smtp();
    SMTPMessage message = message(it, session);
    send(it, session, message);
    it.see("encoding", message::getEncoding);
  }

  private static void international(Compared it) throws Exception {
    Session session = it.smtp();
    session.getProperties().setProperty("mail.mime.allowutf8", "true");
    SMTPMessage message = message(it, session);
    message.setRecipients(
        Message.RecipientType.TO,
        new InternetAddress[] {new InternetAddress("j\u00fcrgen@example.org")});
    send(it, session, message);
  }

  private static void partial(Compared it) throws Exception {
    for (List<String> recipients :
        List.of(List.of("bob@example.org", "bad@[999.1]"), List.of("bad@[999.1]"))) {
      Session session = it.smtp();
      SMTPMessage message = message(it, session);
      message.setRecipients(Message.RecipientType.TO, addresses(recipients));
      send(it, session, message);
    }
  }

  /** Mailclad sends the commands for all recipients in groups, and assigns the replies to them. */
  private static void many(Compared it) throws Exception {
    List<String> recipients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      recipients.add("recipient" + i + "@example.org");
    }
    recipients.add(20, "bad@[999.1]");
    Session session = it.smtp();
    SMTPMessage message = message(it, session);
    message.setRecipients(Message.RecipientType.TO, addresses(recipients));
    send(it, session, message);
  }

  private static InternetAddress[] addresses(List<String> recipients) throws AddressException {
    InternetAddress[] addresses = new InternetAddress[recipients.size()];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = new InternetAddress();
      addresses[i].setAddress(recipients.get(i));
    }
    return addresses;
  }

  private static void tooLarge(Compared it) throws Exception {
    Session session = it.smtp();
    SMTPMessage message = message(it, session);
    message.setText("0123456789abcdef".repeat(700_000));
    send(it, session, message);
  }

  private static void several(Compared it) throws Exception {
    Session session = it.smtp();
    try (Transport transport = it.connected(session)) {
      for (int i = 0; i < 3; i++) {
        MimeMessage message = message(it, session);
        message.saveChanges();
        it.see(
            "sent",
            () -> {
              transport.sendMessage(message, message.getAllRecipients());
              return transport.isConnected();
            });
      }
    }
  }

  /** Mailclad sends up to 25 of them in one group, also behind one that is rejected. */
  private static void atOnce(Compared it) throws Exception {
    Session session = it.smtp();
    List<MimeMessage> messages = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      MimeMessage message = message(it, session);
      String recipient = i % 25 == 3 ? "bad@[999.1]" : "bob@example.org";
      message.setRecipients(Message.RecipientType.TO, addresses(List.of(recipient)));
      message.saveChanges();
      messages.add(message);
    }
    try (Transport transport = it.connected(session)) {
      for (FailedMessage failed : BatchTransport.send(transport, messages)) {
        it.see(
            "message " + messages.indexOf(failed.message()),
            () -> {
              throw failed.reason();
            });
      }
      it.see("connected", transport::isConnected);
    }
  }

  private static void wrongPassword(Compared it) {
    it.see("connected", () -> connected(it.smtp(), it.world.sentinels.user(), "wrong"));
  }

  private static boolean connected(Session session, String user, String password)
      throws MessagingException {
    try (Transport transport = session.getTransport("smtps")) {
      transport.connect(user, password);
      return transport.isConnected();
    }
  }

  private static void silentServer(Compared it) {
    try (TlsFront silent =
        TlsFront.builder()
            .certificate(it.world.certificate)
            .mischief(Mischief.STALL_AFTER_HANDSHAKE)
            .start()) {
      it.see("connected", () -> connected(it.session("smtps", silent.port()), "user", "password"));
    }
  }

  private static void noServer(Compared it) {
    int port;
    try (TlsFront gone = it.world.server("smtps").start()) {
      port = gone.port();
    }
    it.see("connected", () -> connected(it.session("smtps", port), "user", "password"));
  }

  private static void otherName(Compared it) {
    try (TlsFront other =
        TlsFront.builder()
            .certificate(CertificateBuilder.server().dns("other.example").issuedBy(it.world.root))
            .start()) {
      it.see("connected", () -> connected(it.session("smtps", other.port()), "user", "password"));
    }
  }

  private static void restart(Compared it) throws Exception {
    Session session = it.smtp();
    MimeMessage message = message(it, session);
    message.saveChanges();
    try (Transport transport = it.connected(session)) {
      it.server.restart().run();
      it.see("connected", transport::isConnected);
      it.see(
          "sent",
          () -> {
            transport.sendMessage(message, message.getAllRecipients());
            return "yes";
          });
    }
    send(it, session, message);
  }
}
