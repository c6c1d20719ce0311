package io.github.mailclad.spring.autoconfigure;

import static io.github.mailclad.spring.autoconfigure.Applications.all;
import static io.github.mailclad.spring.autoconfigure.Applications.bundle;
import static io.github.mailclad.spring.autoconfigure.Applications.message;
import static io.github.mailclad.spring.autoconfigure.Applications.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.FolderAccountStore;
import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.account.JdbcAccountStore;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.sql.init.SqlInitializationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mail.javamail.JavaMailSender;

/** Tests of the account store of an application. */
class AccountStoresTest {
  private static final String SCHEMA = "classpath:io/github/mailclad/account/schema.sql";

  private final Applications applications = new Applications();

  private ApplicationContextRunner withDatabase(String... properties) {
    return applications
        .runner()
        .withConfiguration(AutoConfigurations.of(SqlInitializationAutoConfiguration.class))
        .withBean("dataSource", DataSource.class, AccountStoresTest::database)
        .withPropertyValues(properties);
  }

  private static DataSource database() {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
    return database;
  }

  private static String[] account(TlsFront server, Applications applications) {
    return all(
        bundle("ours", applications.root),
        List.of(
            "mailclad.accounts.work.address=alice@example.org",
            "mailclad.accounts.work.password=secret",
            "mailclad.accounts.work.submission.host=localhost",
            "mailclad.accounts.work.submission.port=" + server.port(),
            "mailclad.accounts.work.access.host=localhost",
            "mailclad.accounts.work.ssl.bundle=ours"));
  }

  @Test
  void withoutOneItIsTheMemoryOfTheApplication() {
    applications
        .runner()
        .run(
            started(
                context ->
                    assertInstanceOf(
                        InMemoryAccountStore.class, context.getBean(AccountStore.class))));
  }

  @Test
  void aFolderKeepsWhatConnectionsSaw(@TempDir Path folder) throws Exception {
    try (TlsFront server =
        TlsFront.builder()
            .certificate(applications.certificate)
            .dialogue(new SmtpDialogue())
            .start()) {
      applications
          .with(account(server, applications))
          .withPropertyValues("mailclad.store.folder=" + folder)
          .run(
              started(
                  context -> {
                    context.getBean(JavaMailSender.class).send(message());
                    assertInstanceOf(FolderAccountStore.class, context.getBean(AccountStore.class));
                  }));
    }
    assertEquals(List.of("alice@example.org"), FolderAccountStore.in(folder).accounts());
  }

  @ParameterizedTest
  @ValueSource(strings = {"primary", "dataSource"})
  void theApplicationsDatabaseKeepsWhatConnectionsSaw(String source) {
    try (TlsFront server =
        TlsFront.builder()
            .certificate(applications.certificate)
            .dialogue(new SmtpDialogue())
            .start()) {
      withDatabase(
              "spring.sql.init.schema-locations=" + SCHEMA, "mailclad.store.data-source=" + source)
          .withPropertyValues(account(server, applications))
          .run(
              started(
                  context -> {
                    context.getBean(JavaMailSender.class).send(message());
                    assertEquals(
                        List.of("alice@example.org"),
                        JdbcAccountStore.on(context.getBean(DataSource.class)).accounts());
                  }));
    }
  }

  @Test
  void aMissingTableEndsTheStartAndTellsWhereItsStatementsAre() {
    withDatabase("mailclad.store.data-source=primary")
        .run(
            context -> {
              String failure = String.valueOf(context.getStartupFailure());
              assertTrue(failure.contains("mailclad.store.data-source"), failure);
              assertTrue(failure.contains(SCHEMA), failure);
            });
  }

  @Test
  void aFolderThatIsNoneEndsTheStart(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "text");
    applications
        .with("mailclad.store.folder=" + file)
        .run(
            context -> {
              String failure = String.valueOf(context.getStartupFailure());
              assertTrue(failure.contains("mailclad.store.folder"), failure);
            });
  }
}
