package io.github.mailclad.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/**
 * The properties and calls of Keycloak's mail sender with "Enable SSL". It passes no system
 * properties on, so a private authority stands in the trust store of the JVM.
 */
class KeycloakSessionTest extends SendingProgram {
  @Override
  protected String send(Account account) throws Exception {
    return send(account, Map.of());
  }

  private String send(Account account, Map<String, Object> more) throws Exception {
    trustByTheJvm(account);
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", account.host());
    properties.setProperty("mail.smtp.port", Integer.toString(account.port()));
    properties.setProperty("mail.smtp.auth", "true");
    properties.setProperty("mail.smtp.ssl.enable", "true");
    properties.put(
        "mail.smtp.ssl.protocols",
        String.join(" ", SSLContext.getDefault().getSupportedSSLParameters().getProtocols()));
    properties.setProperty("mail.smtp.timeout", "10000");
    properties.setProperty("mail.smtp.connectiontimeout", "10000");
    properties.setProperty("mail.smtp.writetimeout", "10000");
    properties.putAll(more);
    Session session = Session.getInstance(properties);
    MimeMessage message = CopiedCode.message(session);
    message.saveChanges();
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect(account.user(), account.password());
      transport.sendMessage(message, InternetAddress.parse(TO));
    }
    return "";
  }

  /** With a trust store of its own, Keycloak passes a socket factory, whose trust is unknown. */
  @Test
  void refusesTheSocketFactoryOfATrustStoreByName() {
    try (TlsFront server = honest(new SmtpDialogue())) {
      String shown =
          shown(
              account ->
                  send(
                      account,
                      Map.of(
                          "mail.smtp.ssl.socketFactory",
                          SSLContext.getDefault().getSocketFactory(),
                          "mail.smtp.ssl.checkserveridentity",
                          "true")),
              server);

      assertTrue(shown.contains("[unsafe-settings]"), shown);
      assertTrue(shown.contains("mail.smtp.ssl.socketFactory"), shown);
      assertTrue(shown.contains("trust-anchors"), shown);
      assertEquals(List.of(), server.recorder().connections());
    }
  }
}
