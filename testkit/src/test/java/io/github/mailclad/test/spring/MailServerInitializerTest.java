package io.github.mailclad.test.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.test.MailServer;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

class MailServerInitializerTest {

  @Test
  void pointsEverySenderAndAccountAtTheServer() throws Exception {
    GenericApplicationContext context =
        context(
            Map.of(
                "mailclad-test.server", "start",
                "spring.mail.host", "smtp.example.com",
                "mailclad.accounts.support.address", "support@example.com",
                "mailclad.accounts.support.submission.tls-start", "starttls",
                "mailclad.accounts.billing.username", "billing",
                "mailclad.accounts.billing.access.protocol", "pop3",
                "mailclad.accounts.billing.access.host", "pop.example.com"));
    int port;
    try (context) {
      MailServer server = context.getBean(MailServer.class);
      port = server.imapsPort();
      Environment environment = context.getEnvironment();
      assertEquals("localhost", environment.getProperty("spring.mail.host"));
      assertEquals(port(server.submissionsPort()), environment.getProperty("spring.mail.port"));
      String support = "mailclad.accounts.support.";
      assertEquals("localhost", environment.getProperty(support + "submission.host"));
      assertEquals("implicit", environment.getProperty(support + "submission.tls-start"));
      assertEquals(port(port), environment.getProperty(support + "access.port"));
      assertEquals(
          server.user("support@example.com").password(),
          environment.getProperty(support + "password"));
      String billing = "mailclad.accounts.billing.";
      assertEquals("localhost", environment.getProperty(billing + "access.host"));
      assertEquals(port(server.pop3sPort()), environment.getProperty(billing + "access.port"));
      assertTrue(
          Objects.requireNonNull(
                  environment.getProperty(
                      "spring.ssl.bundle.pem.mailclad-test-server.truststore.certificate"))
              .startsWith("-----BEGIN CERTIFICATE-----"));
    }
    assertThrows(
        ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
  }

  @Test
  void doesNothingWithoutTheProperty() {
    try (GenericApplicationContext context =
        context(Map.of("spring.mail.host", "smtp.example.com"))) {
      assertFalse(context.containsBean("mailServer"));
      assertEquals("smtp.example.com", context.getEnvironment().getProperty("spring.mail.host"));
    }
  }

  private static GenericApplicationContext context(Map<String, Object> properties) {
    var context = new GenericApplicationContext();
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("test", properties));
    new MailServerInitializer().initialize(context);
    context.refresh();
    return context;
  }

  private static String port(int port) {
    return Integer.toString(port);
  }
}
