package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.FolderAccountStore;
import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.account.JdbcAccountStore;
import io.github.mailclad.spring.autoconfigure.MailcladProperties.StoreOfAccounts;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactory;

/** Makes the account store that the configuration names. */
final class Stores {
  private static final String PRIMARY = "primary";

  private Stores() {}

  /**
   * A store that was read once, so that a missing table or folder ends the start and not a mail.
   */
  static AccountStore of(StoreOfAccounts settings, BeanFactory beans) {
    String source = settings.dataSource();
    if (source != null && settings.folder() != null) {
      throw new MailSettingsException(
          "the account store",
          List.of(
              new MailSettingsException.Problem(
                  "mailclad.store.data-source",
                  "there is a folder too, and accounts can be remembered in one place only",
                  "set either mailclad.store.folder or mailclad.store.data-source")));
    }
    if (source != null) {
      DataSource database =
          source.equals(PRIMARY)
              ? beans.getBean(DataSource.class)
              : beans.getBean(source, DataSource.class);
      return read(
          JdbcAccountStore.on(database),
          "mailclad.store.data-source",
          "create the table, with the statements of classpath:io/github/mailclad/account/schema.sql (spring.sql.init.schema-locations can run them)");
    }
    return settings.folder() != null
        ? read(
            FolderAccountStore.in(settings.folder()),
            "mailclad.store.folder",
            "set it to a folder that this application alone may write")
        : new InMemoryAccountStore();
  }

  private static AccountStore read(AccountStore store, String key, String remedy) {
    try {
      store.accounts();
      return store;
    } catch (AccountStoreException e) {
      throw new MailSettingsException(
          "the account store",
          List.of(
              new MailSettingsException.Problem(
                  key, "what is remembered cannot be read: " + e.getMessage(), remedy)),
          e);
    }
  }
}
