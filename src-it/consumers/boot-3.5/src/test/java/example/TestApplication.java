package example;

import io.github.mailclad.test.Fault;
import io.github.mailclad.test.MailServer;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mail.MailException;

/** Starts the program with a mail server of its own, by {@code mvn spring-boot:test-run}. */
public class TestApplication {
  public static void main(String... arguments) throws Exception {
    try (ConfigurableApplicationContext context =
        SpringApplication.from(Application::main).run(arguments).getApplicationContext()) {
      Newsletter newsletter = context.getBean(Newsletter.class);
      MailServer server = context.getBean(MailServer.class);
      newsletter.send("bob@example.org");
      System.out.println("received: " + server.messages("bob").get(0).getSubject());

      server.reset();
      server.setFault(Fault.WRONG_NAME);
      try {
        newsletter.send("bob@example.org");
        throw new IllegalStateException("the name of the server was not verified");
      } catch (MailException e) {
        if (!server.clientLines().equals(List.of())) {
          throw new IllegalStateException("something was sent before the refusal", e);
        }
        System.out.println("refused: a server with another name");
      }
    }
  }
}
