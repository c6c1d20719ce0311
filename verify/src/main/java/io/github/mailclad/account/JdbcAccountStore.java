package io.github.mailclad.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * A store that keeps accounts in one table of an SQL database, which several machines may share. No
 * lock is held between reading and writing: a row is written only if its revision is still the one
 * that was read, at any isolation level. A row that is damaged, or of a newer version, stays as it
 * is and is an {@link AccountStoreException}. Thread-safe, as the data source is.
 *
 * <p>The table is never created here; {@link #schema()} has the statements. Connections may come
 * with autocommit on or off, but not in a transaction of the application, because every write is
 * committed. Statements take 10 seconds at most. The timeouts of connections and of the network are
 * set at the data source.
 */
public final class JdbcAccountStore implements AccountStore {
  private static final String SELECT =
      "SELECT account, revision, state FROM mailclad_account WHERE id = ?";
  private static final String SELECT_ALL = "SELECT id, account FROM mailclad_account";
  private static final String INSERT =
      "INSERT INTO mailclad_account (id, account, revision, state) VALUES (?, ?, ?, ?)";
  private static final String UPDATE =
      "UPDATE mailclad_account SET revision = ?, state = ? WHERE id = ? AND revision = ?";
  private static final String DELETE = "DELETE FROM mailclad_account WHERE id = ?";
  private static final int TIMEOUT_SECONDS = 10;
  private static final int MOST_ATTEMPTS = 1000;
  private static final String SERIALIZATION_FAILURE = "40001";
  private static final String INTEGRITY_VIOLATION = "23";

  private final DataSource source;

  private JdbcAccountStore(DataSource source) {
    this.source = source;
  }

  /** Creates a store on a database that has the table. */
  public static JdbcAccountStore on(DataSource source) {
    return new JdbcAccountStore(source);
  }

  /**
   * Returns the statements that create the table, in order; {@code schema.sql} beside this class.
   */
  public static List<String> schema() {
    try (InputStream in =
        Objects.requireNonNull(JdbcAccountStore.class.getResourceAsStream("schema.sql"))) {
      String statements =
          new String(in.readAllBytes(), UTF_8)
              .lines()
              .map(line -> line.replaceFirst("--.*", "").stripTrailing())
              .filter(line -> !line.isEmpty())
              .collect(Collectors.joining("\n"));
      return Arrays.stream(statements.split(";")).map(String::strip).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<AccountState> read(String account) throws AccountStoreException {
    try {
      return transaction(connection -> select(connection, account));
    } catch (SQLException e) {
      throw failed(account, e);
    }
  }

  @Override
  public Optional<AccountState> write(AccountState changed) throws AccountStoreException {
    AccountState next = changed.revision(changed.revision() + 1);
    String text = AccountText.of(next);
    try {
      return transaction(
          connection -> {
            Optional<AccountState> stored = select(connection, changed.account());
            if (stored.map(AccountState::revision).orElse(0L) != changed.revision()) {
              return Optional.empty();
            }
            boolean written =
                stored.isPresent()
                    ? update(connection, next, text)
                    : insert(connection, next, text);
            return written ? Optional.of(next) : Optional.empty();
          });
    } catch (SQLException e) {
      if (isConcurrentWrite(changed, e)) {
        return Optional.empty();
      }
      throw failed(changed.account(), e);
    }
  }

  @Override
  public boolean remove(String account) throws AccountStoreException {
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      try {
        return transaction(
            connection -> select(connection, account).isPresent() && delete(connection, account));
      } catch (SQLException e) {
        if (!SERIALIZATION_FAILURE.equals(e.getSQLState())) {
          throw failed(account, e);
        }
      }
    }
    throw new AccountStoreException(
        account, "other writers keep changing it; " + MOST_ATTEMPTS + " attempts failed", null);
  }

  private static boolean delete(Connection connection, String account) throws SQLException {
    try (PreparedStatement statement = prepare(connection, DELETE)) {
      statement.setString(1, AccountText.sha256(account));
      return statement.executeUpdate() == 1;
    }
  }

  /** Returns whether the database wrote nothing because of another write at the same time. */
  private boolean isConcurrentWrite(AccountState changed, SQLException e)
      throws AccountStoreException {
    String state = Objects.requireNonNullElse(e.getSQLState(), "");
    return state.equals(SERIALIZATION_FAILURE)
        || (state.startsWith(INTEGRITY_VIOLATION) && read(changed.account()).isPresent());
  }

  @Override
  public List<String> accounts() throws AccountStoreException {
    try {
      return transaction(JdbcAccountStore::selectAll);
    } catch (SQLException e) {
      throw failed("", e);
    }
  }

  @FunctionalInterface
  private interface SqlWork<T> {
    T on(Connection connection) throws SQLException, AccountStoreException;
  }

  private <T> T transaction(SqlWork<T> work) throws SQLException, AccountStoreException {
    try (Connection connection = source.getConnection()) {
      boolean explicit = !connection.getAutoCommit();
      boolean done = false;
      try {
        T result = work.on(connection);
        if (explicit) {
          connection.commit();
        }
        done = true;
        return result;
      } finally {
        // a pool may pass the connection on without a rollback
        if (explicit && !done) {
          connection.rollback();
        }
      }
    }
  }

  private static Optional<AccountState> select(Connection connection, String account)
      throws SQLException, AccountStoreException {
    try (PreparedStatement statement = prepare(connection, SELECT)) {
      statement.setString(1, AccountText.sha256(account));
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(checked(account, rows)) : Optional.empty();
      }
    }
  }

  private static AccountState checked(String account, ResultSet row)
      throws SQLException, AccountStoreException {
    String where = "its row in mailclad_account";
    String text = Objects.requireNonNullElse(row.getString("state"), "");
    AccountState state = AccountText.parse(account, where, text);
    if (!account.equals(row.getString("account")) || state.revision() != row.getLong("revision")) {
      throw new AccountStoreException(
          account, where + " is not valid: its columns are not of one account state", null);
    }
    return state;
  }

  private static boolean insert(Connection connection, AccountState next, String text)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, INSERT)) {
      statement.setString(1, AccountText.sha256(next.account()));
      statement.setString(2, next.account());
      statement.setLong(3, next.revision());
      statement.setString(4, text);
      return statement.executeUpdate() == 1;
    }
  }

  private static boolean update(Connection connection, AccountState next, String text)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, UPDATE)) {
      statement.setLong(1, next.revision());
      statement.setString(2, text);
      statement.setString(3, AccountText.sha256(next.account()));
      statement.setLong(4, next.revision() - 1);
      return statement.executeUpdate() == 1;
    }
  }

  private static List<String> selectAll(Connection connection)
      throws SQLException, AccountStoreException {
    List<String> accounts = new ArrayList<>();
    try (PreparedStatement statement = prepare(connection, SELECT_ALL);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String account = Objects.requireNonNullElse(rows.getString("account"), "");
        if (!AccountText.sha256(account).equals(rows.getString("id"))) {
          throw new AccountStoreException(
              account, "its row in mailclad_account has the id of another account", null);
        }
        accounts.add(account);
      }
    }
    return accounts.stream().sorted().toList();
  }

  private static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private static AccountStoreException failed(String account, SQLException e) {
    return new AccountStoreException(account, "the database reports: " + e.getMessage(), e);
  }
}
