package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.test.Fault;
import io.github.mailclad.test.MailServer;
import io.github.mailclad.test.spring.AutoConfigureMailServer;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.mail.MailException;

@SpringBootTest
@AutoConfigureMailServer
class NewsletterTest {
  @Autowired MailServer server;
  @Autowired Newsletter newsletter;

  @Autowired
  @Qualifier("support")
  Session support;

  @BeforeEach
  void empty() {
    server.reset();
  }

  @Test
  void sends() {
    newsletter.send("bob@example.org");
    assertEquals("News", subject());
  }

  private String subject() {
    try {
      return server.messages("bob").get(0).getSubject();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void readsTheMailboxOfAnAccount() throws Exception {
    server.deliver("support@example.com", "A question", "Some text.");
    try (Store store = support.getStore()) {
      store.connect();
      Folder inbox = store.getFolder("INBOX");
      inbox.open(Folder.READ_ONLY);
      assertEquals("A question", inbox.getMessage(1).getSubject());
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void refusesAServerWithAFault(Fault fault) {
    server.setFault(fault);
    assertThrows(MailException.class, () -> newsletter.send("bob@example.org"));
    assertEquals(List.of(), server.clientLines());
  }
}
