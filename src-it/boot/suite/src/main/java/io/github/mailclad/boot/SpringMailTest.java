package io.github.mailclad.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.check.ProviderCheck;
import io.github.mailclad.check.SettingsCheck;
import io.github.mailclad.spring.MailEntry;
import io.github.mailclad.spring.MailInventory;
import jakarta.mail.URLName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mail.MailSendException;

/** Applications that have {@code spring.mail} only, and added the starter. */
class SpringMailTest {
  private final SubmissionServer server = SubmissionServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void hostAndPortAreEnough() {
    try (App app = App.start(Settings.of(server))) {
      app.sendText();
    }
    assertSent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"smtp", "smtps", "submissions", "submission"})
  void anyProtocolNameMeansImplicitTls(String protocol) {
    try (App app = App.start(Settings.of(server).with("spring.mail.protocol", protocol))) {
      app.sendText();
    }
    assertSent();
  }

  @Test
  void theAnchorsMayStandAmongTheMailProperties(@TempDir Path folder) throws Exception {
    Path anchors = Files.writeString(folder.resolve("anchors.pem"), server.authority().pem());
    Settings settings =
        Settings.of(server)
            .without("spring.mail.ssl.bundle")
            .with("spring.mail.properties.mail.smtp.security.trust-anchors", anchors);
    try (App app = App.start(settings)) {
      app.sendText();
    }
    assertSent();
  }

  @Test
  void aHostAloneMeansPort465() {
    Settings settings = Settings.of(server).without("spring.mail.port");
    try (App app = App.start(settings)) {
      MailEntry entry = app.bean(MailInventory.class).entry("mailSender").orElseThrow();
      URLName service = entry.services().values().iterator().next();
      assertEquals("localhost", service.getHost());
      assertEquals(-1, service.getPort());
      assertTrue(SettingsCheck.of(entry.session(), "smtp") instanceof SettingsCheck.Valid);
      MailSendException failed = assertThrows(MailSendException.class, app::sendText);
      assertTrue(String.valueOf(failed.getMessage()).contains("465"), failed.getMessage());
    }
  }

  @Test
  void everyProtocolNameIsServedHere() {
    try (App app = App.start(Settings.of(server))) {
      MailEntry entry = app.bean(MailInventory.class).entry("mailSender").orElseThrow();
      ProviderCheck check = ProviderCheck.of(entry.session());
      assertTrue(
          check.providers().stream().allMatch(ProviderCheck.ProviderClass::isMailclad),
          check.toString());
      assertEquals(List.of(), check.warnings());
    }
  }

  private void assertSent() {
    assertEquals(1, server.messages().size());
    assertEquals(0, server.wire().clientClear().length);
    assertTrue(server.wire().onlyConnection().rawStartsWithTls());
  }
}
