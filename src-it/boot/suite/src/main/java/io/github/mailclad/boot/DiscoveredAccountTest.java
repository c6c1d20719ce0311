package io.github.mailclad.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.embedded.EmbeddedServer;
import io.github.mailclad.embedded.Zones;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An account of which the application knows the address and the password, and nothing else. */
class DiscoveredAccountTest {
  private static final String HOST = "mail.example.org";

  private final EmbeddedServer server = new EmbeddedServer(HOST);

  @AfterEach
  void stop() {
    server.close();
  }

  @Configuration(proxyBeanMethods = false)
  static class Dns {
    @Bean
    SecureResolver exampleOrg(
        @Value("${own.submissions}") int submissions, @Value("${own.imaps}") int imaps) {
      return new Zones()
          .publish("submissions", "example.org", HOST, submissions)
          .publish("imaps", "example.org", HOST, imaps);
    }
  }

  @Test
  void theDomainNamesItsServers() throws Exception {
    try (App app = App.start(settings(server.submissionsPort()), Dns.class)) {
      app.sender().send(AccountsTest.text(EmbeddedServer.USER, EmbeddedServer.USER, "found"));

      assertEquals(List.of("found"), AccountsTest.subjects(app, "alice"));
    }
  }

  @Test
  void aServerThatTheDomainDoesNotNameIsRefused() {
    try (App app = App.start(settings(server.misnamedSubmissionsPort()), Dns.class)) {
      Refused.as("identity-mismatch", app::sendText);
    }
  }

  private Settings settings(int submissions) {
    return Settings.none()
        .with("mailclad.accounts.alice.address", EmbeddedServer.USER)
        .with("mailclad.accounts.alice.password", EmbeddedServer.PASSWORD)
        .with("mailclad.accounts.alice.ssl.bundle", Settings.BUNDLE)
        .with(
            "spring.ssl.bundle.pem." + Settings.BUNDLE + ".truststore.certificate",
            AccountsTest.pem(server.authority()))
        .with("own.submissions", submissions)
        .with("own.imaps", server.imapsPort());
  }
}
