package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.mailclad.check.ProviderCheck;
import io.github.mailclad.test.TlsFront;
import jakarta.mail.MessagingException;
import org.junit.jupiter.api.Test;

/** A team's test with the client of GreenMailUtil, by the page "Testing". */
class GreenMailHelpersTest {
  @Test
  void isServedByMailclad() {
    ProviderCheck.require();
  }

  @Test
  void sendsWithTlsBeforeGreenMail() throws Exception {
    GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    greenMail.start();
    TlsFront front = TlsFront.before(greenMail.getSmtp().getPort());

    ServerSetup client =
        new ServerSetup(front.port(), "localhost", ServerSetup.PROTOCOL_SMTP)
            .mailSessionProperty("mail.smtp.security.trust-anchors", front.authority());
    GreenMailUtil.sendTextEmail("bob@example.org", "alice@example.org", "News", "Hello", client);

    assertEquals("News", greenMail.getReceivedMessages()[0].getSubject());
    front.close();
    greenMail.stop();
  }

  @Test
  void refusesTheServerWithoutTlsBeforeIt() {
    GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    greenMail.start();

    assertRefused(greenMail, greenMail.getSmtp().getServerSetup(), "[plaintext-server]");
  }

  @Test
  void refusesTheHelpersThatTrustEveryServer() {
    GreenMail greenMail =
        new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
    greenMail.start();

    assertRefused(greenMail, greenMail.getSmtps().getServerSetup(), "[unsafe-settings]");
  }

  private static void assertRefused(GreenMail greenMail, ServerSetup client, String code) {
    Throwable failed =
        assertThrows(
            IllegalStateException.class,
            () ->
                GreenMailUtil.sendTextEmail(
                    "bob@example.org", "alice@example.org", "News", "Hello", client));
    while (!(failed instanceof MessagingException)) {
      failed = failed.getCause();
    }
    assertTrue(failed.getMessage().contains(code), failed.getMessage());
    assertEquals(0, greenMail.getReceivedMessages().length);
    greenMail.stop();
  }
}
