package io.github.mailclad.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.spring.MailInventory;
import jakarta.mail.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.naming.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session that an application server has in JNDI. */
class JndiTest {
  private final SubmissionServer server = SubmissionServer.start();
  @TempDir Path folder;

  @BeforeEach
  void bind() throws Exception {
    Path anchors = Files.writeString(folder.resolve("anchors.pem"), server.authority().pem());
    System.setProperty(Context.INITIAL_CONTEXT_FACTORY, SessionInJndi.class.getName());
    Map.of(
            "mail.smtp.host",
            "localhost",
            "mail.smtp.port",
            Integer.toString(server.port()),
            "mail.smtp.user",
            SubmissionServer.USER,
            "mail.smtp.auth",
            "true",
            "mail.security.trust-anchors",
            anchors.toString())
        .forEach((key, value) -> System.setProperty(SessionInJndi.PREFIX + key, value));
  }

  @AfterEach
  void unbind() {
    System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
    System.getProperties()
        .keySet()
        .removeIf(key -> key.toString().startsWith(SessionInJndi.PREFIX));
    server.close();
  }

  @Test
  void mailGoesThroughTheSession() {
    Settings settings = Settings.none().with("spring.mail.jndi-name", SessionInJndi.NAME);
    try (App app = App.start(settings)) {
      assertEquals("localhost", app.bean(Session.class).getProperty("mail.smtp.host"));
      assertEquals(1, app.bean(MailInventory.class).entries().size());
      app.sendText();
    }
    assertEquals(1, server.messages().size());
    assertEquals(0, server.wire().clientClear().length);
  }

  @Test
  void aSessionThatAsksForLessEndsTheStart() {
    System.setProperty(SessionInJndi.PREFIX + "mail.smtp.ssl.trust", "*");

    String analysis =
        App.refusedStart(Settings.none().with("spring.mail.jndi-name", SessionInJndi.NAME))
            .analysis();

    assertTrue(analysis.contains("mail.smtp.ssl.trust"), analysis);
  }

  @Test
  void aNameThatIsNotBoundEndsTheStart() {
    FailedStart failed =
        App.refusedStart(Settings.none().with("spring.mail.jndi-name", "mail/Nobody"));

    assertTrue(failed.log().contains("mail/Nobody"), failed::log);
  }
}
