package io.github.mailclad.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.embedded.EmbeddedServer;
import io.github.mailclad.spring.ConfiguredAccounts;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

/** An application whose beans were decided on when it was built. */
class AheadOfTimeTest {
  private static final String SWITCH = "spring.aot.enabled";

  /**
   * The bean that reads configuration classes at start-up where they were not processed ahead of
   * time.
   */
  private static final String READS_CLASSES =
      "org.springframework.context.annotation.internalConfigurationAnnotationProcessor";

  private final EmbeddedServer server = new EmbeddedServer("localhost");

  @BeforeEach
  void switchOn() {
    System.setProperty(SWITCH, "true");
  }

  @AfterEach
  void stop() {
    System.clearProperty(SWITCH);
    server.close();
  }

  @Test
  void accountsAreUsedWithWhatIsConfiguredNow() throws Exception {
    try (ConfigurableApplicationContext context = PreparedApplication.start(settings())) {
      assertFalse(context.containsBean(READS_CLASSES), "nothing was prepared");
      PreparedApplication.Post post = context.getBean(PreparedApplication.Post.class);
      ConfiguredAccounts accounts = context.getBean(ConfiguredAccounts.class);
      assertEquals(Set.of("alice", "bob"), accounts.names());
      assertEquals("bob@example.net", post.bobsSession().getProperty("mail.from"));

      post.usual().send(AccountsTest.text(EmbeddedServer.USER, EmbeddedServer.USER, "prepared"));

      assertEquals(List.of("prepared"), AccountsTest.subjects(accounts, "alice"));
    }
  }

  @Test
  void whatWouldBeRefusedEndsTheStartAllTheSame() {
    Settings weaker = settings().with("mailclad.accounts.alice.submission.port", 587);

    RuntimeException thrown =
        assertThrows(RuntimeException.class, () -> PreparedApplication.start(weaker).close());

    String root = String.valueOf(NestedExceptionUtils.getMostSpecificCause(thrown).getMessage());
    assertTrue(root.contains("[cleartext-port]"), root);
  }

  private Settings settings() {
    return Settings.none()
        .with("logging.threshold.console", "OFF")
        .with("mailclad.primary", "alice")
        .with("mailclad.ssl.bundle", Settings.BUNDLE)
        .with(
            "spring.ssl.bundle.pem." + Settings.BUNDLE + ".truststore.certificate",
            AccountsTest.pem(server.authority()))
        .with("mailclad.accounts.alice.address", EmbeddedServer.USER)
        .with("mailclad.accounts.alice.password", EmbeddedServer.PASSWORD)
        .with("mailclad.accounts.alice.submission.host", "localhost")
        .with("mailclad.accounts.alice.submission.port", server.submissionsPort())
        .with("mailclad.accounts.alice.access.host", "localhost")
        .with("mailclad.accounts.alice.access.port", server.imapsPort())
        .with("mailclad.accounts.bob.address", "bob@example.net")
        .with("mailclad.accounts.bob.password", EmbeddedServer.PASSWORD)
        .with("mailclad.accounts.bob.submission.host", "localhost")
        .with("mailclad.accounts.bob.access.host", "localhost");
  }
}
