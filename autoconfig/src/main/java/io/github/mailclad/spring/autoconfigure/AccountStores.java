package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.account.FolderAccountStore;
import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.account.JdbcAccountStore;
import io.github.mailclad.refusal.SettingProblem;
import io.github.mailclad.spring.autoconfigure.MailcladProperties.StoreOfAccounts;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

/**
 * The account stores that a configuration can name.
 *
 * @param beans the beans of the application, with its data sources
 */
record AccountStores(ListableBeanFactory beans) {
  private static final String PRIMARY = "primary";
  private static final String SUBJECT = "the account store";
  private static final String DATA_SOURCE = "mailclad.store.data-source";

  /**
   * Returns a store after one read, so that a missing table or folder fails the start and not a
   * later message.
   */
  AccountStore of(StoreOfAccounts settings) {
    String source = settings.dataSource();
    if (source != null && settings.folder() != null) {
      throw new MailSettingsException(
          SUBJECT,
          List.of(
              new SettingProblem(
                  DATA_SOURCE,
                  "contradicts mailclad.store.folder: there can be only one store",
                  "set either mailclad.store.folder or mailclad.store.data-source")));
    }
    if (source != null) {
      return read(
          JdbcAccountStore.on(database(source)),
          DATA_SOURCE,
          "create the table, with the statements of classpath:io/github/mailclad/account/schema.sql (spring.sql.init.schema-locations can run them)");
    }
    return settings.folder() != null
        ? read(
            FolderAccountStore.in(settings.folder()),
            "mailclad.store.folder",
            "set it to a folder that only this application can write")
        : new InMemoryAccountStore();
  }

  private DataSource database(String source) {
    boolean isPrimary = source.equals(PRIMARY);
    NamedBean<DataSource> named = new NamedBean<>(DATA_SOURCE, source, DataSource.class);
    if (!isPrimary && !named.isIn(beans)) {
      throw new MailSettingsException(SUBJECT, List.of(noDataSource(source)));
    }
    if (!isPrimary) {
      return named.of(beans);
    }
    try {
      return beans.getBean(DataSource.class);
    } catch (NoSuchBeanDefinitionException e) {
      throw new MailSettingsException(SUBJECT, List.of(noPrimary()), e);
    }
  }

  private SettingProblem noDataSource(String source) {
    List<String> known = dataSources();
    return new SettingProblem(
        DATA_SOURCE,
        source.isEmpty()
            ? "is empty"
            : beans.containsBean(source)
                ? "the bean \"%s\" is not a DataSource".formatted(source)
                : "there is no bean \"%s\"".formatted(source),
        known.isEmpty()
            ? "define a DataSource (spring.datasource.url), or remove it"
            : "set it to primary, or to one of the beans of type DataSource: %s.%s"
                .formatted(String.join(", ", known), NearestName.question(source, known, "")));
  }

  private SettingProblem noPrimary() {
    List<String> known = dataSources();
    return known.isEmpty()
        ? new SettingProblem(
            DATA_SOURCE,
            "the application has no DataSource",
            "define one (spring.datasource.url), or set mailclad.store.folder instead")
        : new SettingProblem(
            DATA_SOURCE,
            "none of the beans of type DataSource is the primary one",
            "set it to one of " + String.join(", ", known));
  }

  private List<String> dataSources() {
    return Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, DataSource.class))
        .sorted()
        .toList();
  }

  private static AccountStore read(AccountStore store, String key, String remedy) {
    try {
      store.accounts();
      return store;
    } catch (AccountStoreException e) {
      throw new MailSettingsException(
          SUBJECT,
          List.of(new SettingProblem(key, "the store cannot be read: " + e.getMessage(), remedy)),
          e);
    }
  }
}
