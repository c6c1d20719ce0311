package io.github.mailclad.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.fixtures.Requirement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcAccountStoreTest implements AccountStoreContract {
  private final JdbcDataSource database = new JdbcDataSource();
  private final AtomicInteger open = new AtomicInteger();

  @BeforeEach
  void createTable() throws SQLException {
    database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    for (String statement : JdbcAccountStore.schema()) {
      execute(statement);
    }
  }

  @AfterEach
  void everyConnectionWasClosed() throws SQLException {
    execute("SHUTDOWN");
    assertEquals(0, open.get());
  }

  @Override
  public AccountStore store() {
    return JdbcAccountStore.on(source(true, Connection.TRANSACTION_READ_COMMITTED));
  }

  /** The same as with autocommit, at the strictest isolation level that there is. */
  @Nested
  class WithoutAutocommit implements AccountStoreContract {
    @Override
    public AccountStore store() {
      return JdbcAccountStore.on(source(false, Connection.TRANSACTION_SERIALIZABLE));
    }
  }

  @Test
  void theSchemaIsOneStatement() {
    assertEquals(1, JdbcAccountStore.schema().size());
    assertTrue(JdbcAccountStore.schema().get(0).startsWith("CREATE TABLE mailclad_account (\n"));
  }

  @Test
  void noTableIsCreated() throws SQLException {
    execute("DROP TABLE mailclad_account");
    assertProblem("MAILCLAD_ACCOUNT", () -> store().read(ALICE));
    assertProblem("MAILCLAD_ACCOUNT", () -> store().write(AccountState.unknown(ALICE)));
    assertProblem("MAILCLAD_ACCOUNT", () -> store().accounts());
  }

  @Test
  @Requirement(
      value = "PIN-9",
      heldBy = {"JdbcAccountStore", "AccountText"})
  void aRowWithAnotherOctetOrWithoutItsEndIsRefusedAndKept() throws Exception {
    write();
    String text = AccountText.of(store().read(ALICE).orElseThrow());
    for (int at = 0; at < text.length(); at++) {
      StringBuilder changed = new StringBuilder(text);
      changed.setCharAt(at, (char) (text.charAt(at) ^ 1));
      assertRefusedAndKept(changed.toString());
      assertRefusedAndKept(text.substring(0, at));
    }
    assertRefusedAndKept(text.replace("account 1 ", "account 2 "));
    setState(text);
    assertTrue(store().read(ALICE).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"revision = 2", "account = 'alice@example.org.example.com'"})
  @Requirement(value = "PIN-9", heldBy = "JdbcAccountStore")
  void aRowWhoseColumnsContradictItsTextIsRefused(String change) throws Exception {
    write();
    execute("UPDATE mailclad_account SET " + change);
    assertProblem("its columns are not of one account state", () -> store().read(ALICE));
    assertProblem(
        "its columns are not of one account state",
        () -> store().write(AccountState.unknown(ALICE).revision(1)));
  }

  @Test
  @Requirement(value = "PIN-9", heldBy = "JdbcAccountStore")
  void theRowOfAnotherAccountIsRefused() throws Exception {
    write();
    execute("UPDATE mailclad_account SET id = '" + AccountText.sha256("bob") + "'");
    assertProblem("another account, " + ALICE, () -> store().read("bob"));
    assertProblem("the id of another account", () -> store().accounts());
  }

  @Test
  void anInsertAtTheSameTimeIsAnotherWriter() throws Exception {
    AccountState unknown = AccountState.unknown(ALICE);
    AtomicInteger others = new AtomicInteger();
    AccountStore late =
        JdbcAccountStore.on(
            beforeStatements(
                "INSERT",
                () -> {
                  others.incrementAndGet();
                  store().write(unknown.policyVersion(2));
                }));
    assertEquals(Optional.empty(), late.write(unknown));
    assertEquals(1, others.get());
    assertEquals(2, store().read(ALICE).orElseThrow().policyVersion());
  }

  @Test
  void anUpdateAtTheSameTimeIsAnotherWriter() throws Exception {
    write();
    AccountState known = store().read(ALICE).orElseThrow();
    AccountStore late =
        JdbcAccountStore.on(
            beforeStatements("UPDATE", () -> store().write(known.policyVersion(7))));
    assertEquals(Optional.empty(), late.write(known.policyVersion(8)));
    assertEquals(7, store().read(ALICE).orElseThrow().policyVersion());
  }

  @Test
  void aRowThatTheTableRejectsIsNotAnotherWriter() throws Exception {
    execute("ALTER TABLE mailclad_account ADD CONSTRAINT small CHECK (revision < 1)");
    assertProblem("SMALL", () -> store().write(AccountState.unknown(ALICE)));
  }

  private void write() throws AccountStoreException {
    assertTrue(store().write(AccountState.unknown(ALICE).policyVersion(2)).isPresent());
  }

  private void assertRefusedAndKept(String text) throws SQLException {
    setState(text);
    assertProblem("", () -> store().read(ALICE));
    assertProblem("", () -> store().write(AccountState.unknown(ALICE)));
    assertProblem("", () -> store().write(AccountState.unknown(ALICE).revision(1)));
    assertProblem("", () -> store().update(ALICE, state -> state.policyVersion(9)));
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT state FROM mailclad_account")) {
      assertTrue(row.next());
      assertEquals(text, row.getString(1));
    }
  }

  private void setState(String text) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("UPDATE mailclad_account SET state = ?")) {
      statement.setString(1, text);
      assertEquals(1, statement.executeUpdate());
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private DataSource beforeStatements(String verb, Action action) {
    return wrapped(
        DataSource.class,
        database,
        (method, result) ->
            result instanceof Connection connection
                ? beforeStatements(connection, verb, action)
                : result);
  }

  private static Object beforeStatements(Connection connection, String verb, Action action) {
    return Proxy.newProxyInstance(
        JdbcAccountStoreTest.class.getClassLoader(),
        new Class<?>[] {Connection.class},
        (proxy, method, arguments) -> {
          if (method.getName().equals("prepareStatement")
              && String.valueOf(arguments[0]).startsWith(verb)) {
            action.run();
          }
          return invoke(connection, method, arguments);
        });
  }

  /** Connections as a pool would give them, counted while they are open. */
  private DataSource source(boolean autocommit, int isolation) {
    return wrapped(
        DataSource.class,
        database,
        (method, result) -> {
          if (!(result instanceof Connection connection)) {
            return result;
          }
          connection.setAutoCommit(autocommit);
          connection.setTransactionIsolation(isolation);
          open.incrementAndGet();
          return wrapped(
              Connection.class,
              connection,
              (called, answer) -> {
                if (called.equals("close")) {
                  open.decrementAndGet();
                }
                return answer;
              });
        });
  }

  private interface Answer {
    @Nullable Object to(String method, @Nullable Object result) throws SQLException;
  }

  private static <T> T wrapped(Class<T> type, T real, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            JdbcAccountStoreTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                answer.to(method.getName(), invoke(real, method, arguments))));
  }

  private static @Nullable Object invoke(Object real, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private interface Attempt {
    Object run() throws Exception;
  }

  private static void assertProblem(String part, Attempt attempt) {
    AccountStoreException e = assertThrows(AccountStoreException.class, attempt::run);
    assertTrue(e.problem().contains(part), e::getMessage);
  }

  @Test
  void accountsAreSorted() throws Exception {
    for (String account : List.of("c", "a", "b")) {
      store().write(AccountState.unknown(account));
    }
    assertEquals(List.of("a", "b", "c"), store().accounts());
  }
}
