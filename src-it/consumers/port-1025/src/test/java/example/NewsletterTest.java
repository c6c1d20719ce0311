package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.test.TlsFront;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** A team's test with a plain-text server on port 1025, by the page "Testing". */
class NewsletterTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @Test
  void sendsWithTlsBeforeTheServer() throws Exception {
    try (PlainTextServer server = new PlainTextServer(LOOPBACK, 1025);
        TlsFront front = TlsFront.before(1025)) {
      Session session = Session.getInstance(front.properties("smtp"));
      Transport.send(news(session));

      assertTrue(server.lines().contains("Subject: News"), server.lines().toString());
    }
  }

  @Test
  void refusesTheServerItself() throws Exception {
    try (PlainTextServer server = new PlainTextServer(LOOPBACK, 1025)) {
      Properties properties = new Properties();
      properties.setProperty("mail.smtp.host", "localhost");
      properties.setProperty("mail.smtp.port", "1025");
      MimeMessage news = news(Session.getInstance(properties));
      var refused = assertThrows(MessagingException.class, () -> Transport.send(news));

      assertEquals(Optional.of("plaintext-server"), Refusal.in(refused).map(Refusal::code));
      assertTrue(refused.getMessage().contains("TlsFront"), refused.getMessage());
      assertTrue(
          server.lines().stream().noneMatch(line -> line.matches("(MAIL|RCPT|DATA|AUTH).*")),
          server.lines().toString());
    }
  }

  /** The recipe is of no use with an address that other machines reach. */
  @Test
  void theRecipeRefusesAnotherAddressOfThisMachine() throws Exception {
    Optional<InetAddress> outside =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
            .findFirst();
    assumeTrue(outside.isPresent(), "this machine has loopback alone");
    try (PlainTextServer server = new PlainTextServer(outside.get(), 0)) {
      String host = outside.get().getHostAddress();
      int port = server.port();
      assertThrows(IllegalArgumentException.class, () -> TlsFront.before(host, port).close());

      assertEquals(List.of(), server.lines());
    }
  }

  private static MimeMessage news(Session session) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress("alice@example.org"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress("bob@example.org"));
    message.setSubject("News");
    message.setText("Hello");
    return message;
  }
}
