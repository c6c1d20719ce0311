package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.mailclad.test.MailServer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What {@code mvn spring-boot:test-run} starts: the program, its tests' class path, one argument.
 */
class DevelopmentTest {
  @Test
  void sendsToTheServerThatTheArgumentStarts() throws Exception {
    try (ConfigurableApplicationContext context =
        SpringApplication.run(Application.class, "--mailclad-test.server=start")) {
      context.getBean(Newsletter.class).send("bob@example.org");
      MailServer server = context.getBean(MailServer.class);
      assertEquals("News", server.messages("bob").get(0).getSubject());
      assertFalse(server.clientLines().isEmpty());
    }
  }
}
