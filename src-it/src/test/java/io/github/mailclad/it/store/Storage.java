package io.github.mailclad.it.store;

import io.github.mailclad.account.AccountState;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.FolderAccountStore;
import io.github.mailclad.account.JdbcAccountStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The store that the processes share, and its name on a command line. */
record Storage(Kind kind, String address) {
  enum Kind {
    /** One folder. */
    FOLDER,
    /** One PostgreSQL. */
    POSTGRESQL,
    /** One folder, with a store that does not ask for the revision: what a torture has to find. */
    CARELESS_FOLDER
  }

  AccountStore open() throws SQLException {
    return switch (kind) {
      case FOLDER -> FolderAccountStore.in(Path.of(address));
      case POSTGRESQL -> JdbcAccountStore.on(lending(Postgres.source(address)));
      case CARELESS_FOLDER -> new Careless(FolderAccountStore.in(Path.of(address)));
    };
  }

  /** A store that writes every state. */
  private record Careless(AccountStore store) implements AccountStore {
    @Override
    public Optional<AccountState> read(String account) throws AccountStoreException {
      return store.read(account);
    }

    @Override
    public Optional<AccountState> write(AccountState changed) throws AccountStoreException {
      Optional<AccountState> written = Optional.empty();
      while (written.isEmpty()) {
        long newest = store.read(changed.account()).map(AccountState::revision).orElse(0L);
        written = store.write(changed.revision(newest));
      }
      return written;
    }

    @Override
    public boolean remove(String account) throws AccountStoreException {
      return store.remove(account);
    }

    @Override
    public List<String> accounts() throws AccountStoreException {
      return store.accounts();
    }
  }

  /** A pool of one connection, for one thread: without it PostgreSQL mostly checks passwords. */
  private static DataSource lending(DataSource database) throws SQLException {
    Connection real = database.getConnection();
    Connection lent =
        proxy(
            Connection.class,
            (proxy, method, arguments) ->
                method.getName().equals("close") ? null : invoke(real, method, arguments));
    return proxy(DataSource.class, (proxy, method, arguments) -> lent);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(Storage.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object invoke(Connection real, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
