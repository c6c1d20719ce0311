package io.github.mailclad.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mail.MailException;

/** Tests of the application's HTTP answers about its mail connections. */
class ActuatorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SubmissionServer server = SubmissionServer.start();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    server.close();
  }

  private Settings settings() {
    return Settings.of(server)
        .with("server.address", "127.0.0.1")
        .with("server.port", 0)
        .with("management.endpoints.web.exposure.include", "mailclad,health,metrics")
        .with("management.endpoint.health.show-details", "always")
        .with("management.health.mail.enabled", "false");
  }

  private String get(App app, String path) throws IOException, InterruptedException {
    URI address =
        URI.create("http://127.0.0.1:" + app.setting("local.server.port") + "/actuator/" + path);
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
    return answer.body();
  }

  private static void assertSays(String body, String... words) {
    for (String word : words) {
      assertTrue(body.contains(word), () -> "\"" + word + "\" is not in " + body);
    }
  }

  @Test
  void theEndpointHasEverySenderAndItsConnection() throws Exception {
    try (App app = App.startWeb(settings())) {
      assertSays(get(app, "mailclad"), "\"mailSender\"", "\"unknown\"");

      app.sendText();

      String overview = get(app, "mailclad");
      assertSays(overview, "\"verified\"", "\"localhost:" + server.port() + "\"", "DaysLeft");
      String report = get(app, "mailclad/mailSender");
      assertSays(report, "\"confidential\"", "DNS-ID localhost", "\"notAfter\"", "TLSv1.3");
      assertSays(report, "SSL bundle \\\"" + Settings.BUNDLE);
      assertFalse((overview + report).contains(SubmissionServer.PASSWORD), report);
    }
  }

  @Test
  void theEndpointHasTheRefusal() throws Exception {
    try (App app = App.startWeb(settings().without("spring.mail.ssl.bundle"))) {
      assertThrows(MailException.class, app::sendText);

      assertSays(get(app, "mailclad"), "\"untrusted-issuer\"");
    }
  }

  @Test
  void healthReportsWhatIsKnownAndConnectsToNothing() throws Exception {
    try (App app = App.startWeb(settings())) {
      assertSays(get(app, "health"), "\"mailclad\":{", "\"UNKNOWN\"");
      assertEquals(0, server.wire().connections().size());

      app.sendText();

      assertSays(get(app, "health/mailclad"), "\"UP\"");
      assertEquals(1, server.wire().connections().size());
    }
  }

  @Test
  void connectionsAndMessagesAreMeasured() throws Exception {
    try (App app = App.startWeb(settings())) {
      app.sendText();

      assertSays(get(app, "metrics/mailclad.connections"), "\"tls.protocol.version\"", "\"1.3\"");
      assertSays(get(app, "metrics/mailclad.login"), "\"sasl.mechanism\"", "\"accepted\"");
      assertSays(get(app, "metrics/mailclad.handshake"), "\"service\"", "\"submissions\"");
      assertSays(get(app, "metrics/mailclad.certificate.expiry"), "\"days\"");
      assertSays(get(app, "metrics/mail.send"), "\"server.address\"", "\"network.protocol.name\"");
    }
  }
}
