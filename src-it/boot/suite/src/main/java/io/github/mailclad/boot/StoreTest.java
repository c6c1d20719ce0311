package io.github.mailclad.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.account.AccountStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the memory of accounts outlives the application. */
class StoreTest {
  private final SubmissionServer server = SubmissionServer.start();
  @TempDir Path folder;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aFolderKeepsWhatWasSeen() throws Exception {
    Settings settings = account().with("mailclad.store.folder", folder.resolve("accounts"));
    assertRemembered(settings);
  }

  @Test
  void theDataSourceOfTheApplicationKeepsWhatWasSeen() throws Exception {
    assertRemembered(
        account()
            .with("mailclad.store.data-source", "primary")
            .with("spring.datasource.url", "jdbc:h2:file:" + folder.resolve("database"))
            .with(
                "spring.sql.init.schema-locations",
                "classpath:io/github/mailclad/account/schema.sql")
            .with("spring.sql.init.mode", "always")
            // the table is there already when it is started again
            .with("spring.sql.init.continue-on-error", "true"));
  }

  @Test
  void aMissingTableEndsTheStartAndTellsOfTheSchema() {
    String analysis =
        App.refusedStart(account().with("mailclad.store.data-source", "primary")).analysis();

    assertTrue(analysis.contains("mailclad.store.data-source"), analysis);
    assertTrue(analysis.contains("classpath:io/github/mailclad/account/schema.sql"), analysis);
  }

  private void assertRemembered(Settings settings) throws Exception {
    try (App app = App.start(settings)) {
      assertEquals(List.of(), app.bean(AccountStore.class).accounts());
      app.sendText();
    }
    assertEquals(1, server.messages().size());
    try (App app = App.start(settings)) {
      assertEquals(
          List.of(SubmissionServer.USER), app.bean(AccountStore.class).accounts(), app::log);
    }
  }

  private Settings account() {
    return Settings.none()
        .trusting(server.authority())
        .with("mailclad.accounts.alice.address", SubmissionServer.USER)
        .with("mailclad.accounts.alice.password", SubmissionServer.PASSWORD)
        .with("mailclad.accounts.alice.ssl.bundle", Settings.BUNDLE)
        .with("mailclad.accounts.alice.submission.host", "localhost")
        .with("mailclad.accounts.alice.submission.port", server.port())
        .with("mailclad.accounts.alice.access.host", "localhost");
  }
}
