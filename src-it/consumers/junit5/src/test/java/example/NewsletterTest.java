package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.mailclad.check.ProviderCheck;
import io.github.mailclad.test.Fault;
import io.github.mailclad.test.MailServer;
import io.github.mailclad.test.TlsFront;
import io.github.mailclad.test.WithMailServer;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@WithMailServer
class NewsletterTest {
  @Test
  void isServedByMailclad() {
    ProviderCheck.require();
  }

  @Test
  void sendsAndReads(MailServer server) throws Exception {
    new Newsletter(server.session("alice")).send("bob@example.org");
    try (Store store = server.session("bob").getStore()) {
      store.connect();
      Folder inbox = store.getFolder("INBOX");
      inbox.open(Folder.READ_ONLY);
      assertEquals("News", inbox.getMessage(1).getSubject());
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void refusesAServerWithAFault(Fault fault, MailServer server) {
    server.setFault(fault);
    var newsletter = new Newsletter(server.session("alice"));
    assertThrows(MessagingException.class, () -> newsletter.send("bob@example.org"));
    assertEquals(List.of(), server.clientLines());
  }

  @Test
  void sendsThroughTlsBeforeGreenMail() throws Exception {
    var greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    greenMail.start();
    try (TlsFront front = TlsFront.before(greenMail.getSmtp().getPort())) {
      Properties properties = front.properties("smtp");
      new Newsletter(Session.getInstance(properties)).send("bob@example.org");
      assertEquals(1, greenMail.getReceivedMessages().length);
    } finally {
      greenMail.stop();
    }
  }

  /**
   * What GreenMail's own helpers set, as the page says: refused, with the way out in the message.
   */
  @Test
  void refusesWhatGreenMailsHelpersSet() {
    var greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
    greenMail.start();
    try {
      var newsletter = new Newsletter(greenMail.getSmtps().createSession());
      var refused =
          assertThrows(MessagingException.class, () -> newsletter.send("bob@example.org"));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("ssl.checkserveridentity"),
          refused.getMessage());
      assertEquals(0, greenMail.getReceivedMessages().length);
    } finally {
      greenMail.stop();
    }
  }
}
