package io.github.mailclad.it.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountState.DisabledMinimum;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.JdbcAccountStore;
import io.github.mailclad.fixtures.Requirement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The account store on a real PostgreSQL, at each of its isolation levels. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresAccountStoreIT {
  private @Nullable Postgres server;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    server = Postgres.start(directory);
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private PGSimpleDataSource source() {
    return Postgres.source(Objects.requireNonNull(server).url());
  }

  @ParameterizedTest
  @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
  void noUpdateOfManyThreadsIsLost(String isolation) throws Exception {
    int threads = 4;
    int updates = 10;
    String account = isolation + "@example.org";
    PGSimpleDataSource source = source();
    source.setOptions("-c default_transaction_isolation=" + isolation.replace(" ", "\\ "));
    AccountStore store = JdbcAccountStore.on(source);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        done.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < updates; i++) {
                    store.update(account, s -> s.policyVersion(s.policyVersion() + 1));
                  }
                  return account;
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
    AccountState state = store.read(account).orElseThrow();
    assertEquals((long) threads * updates, state.revision());
    assertEquals(threads * updates + 1, state.policyVersion());
    assertTrue(store.accounts().contains(account));
  }

  @Test
  void whatIsLongAndStrangeIsReadAsItWas() throws Exception {
    AccountStore store = JdbcAccountStore.on(source());
    AccountState state =
        AccountState.unknown("\u00e4\ud83d\udc04 '; DROP TABLE mailclad_account; --")
            .disabled(new DisabledMinimum(Instant.EPOCH, "\0\ud800" + "w".repeat(1_000_000)));
    AccountState written = store.write(state).orElseThrow();
    assertEquals(Optional.of(written), store.read(state.account()));
  }

  @Test
  @Requirement(
      value = "PIN-9",
      heldBy = {"JdbcAccountStore", "AccountText"})
  void aRowThatWasTamperedWithIsRefusedAndKept() throws Exception {
    AccountStore store = JdbcAccountStore.on(source());
    assertTrue(store.write(AccountState.unknown("tampered").policyVersion(8)).isPresent());
    execute("UPDATE mailclad_account SET state = replace(state, 'version=8', 'version=9')");

    assertRefused(() -> store.read("tampered"));
    assertRefused(() -> store.write(AccountState.unknown("tampered").revision(1)));
    assertRefused(() -> store.update("tampered", s -> s.policyVersion(1)));

    execute("UPDATE mailclad_account SET state = replace(state, 'version=9', 'version=8')");
    assertEquals(8, store.read("tampered").orElseThrow().policyVersion());
  }

  private interface Attempt {
    Object run() throws Exception;
  }

  private static void assertRefused(Attempt attempt) {
    AccountStoreException e = assertThrows(AccountStoreException.class, attempt::run);
    assertTrue(e.problem().contains("it was changed or cut off"), e::getMessage);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = source().getConnection();
        Statement statement = connection.createStatement()) {
      assertEquals(1, statement.executeUpdate(sql + " WHERE account = 'tampered'"));
    }
  }
}
