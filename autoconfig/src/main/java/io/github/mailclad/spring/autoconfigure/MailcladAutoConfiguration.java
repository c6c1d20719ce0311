package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.account.AccountStore;
import io.github.mailclad.discovery.ConfigurationFiles;
import io.github.mailclad.dns.SecureResolver;
import io.github.mailclad.setup.MailAccounts;
import io.github.mailclad.spring.AccountListener;
import io.github.mailclad.spring.ConfiguredAccounts;
import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.MailSenderDecorator;
import jakarta.mail.Session;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * Checks Boot's own mail sender, enforces its SSL bundle, and makes sessions and senders of {@code
 * mailclad.accounts}. Comes after Boot's own mail configuration, which backs off if there is a
 * sender.
 */
@AutoConfiguration(
    after = SslAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.autoconfigure.mail.MailSenderAutoConfiguration",
      "org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration"
    })
@ConditionalOnClass({JavaMailSender.class, Session.class})
@Conditional(Enabled.class)
@EnableConfigurationProperties(MailcladProperties.class)
@Import(AccountBeansRegistrar.class)
public final class MailcladAutoConfiguration {
  MailcladAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  static MailInventory mailcladInventory() {
    return new MailInventory();
  }

  /** Static, and with providers, so that no other bean is created too early. */
  @Bean
  static MailSenderPostProcessor mailcladMailSenderPostProcessor(
      ConfigurableListableBeanFactory beans,
      Environment environment,
      ObjectProvider<SslBundles> bundles,
      ObjectProvider<MailInventory> inventory,
      ObjectProvider<AccountListener> listeners,
      ObjectProvider<MailSenderDecorator> decorators) {
    return new MailSenderPostProcessor(
        beans, environment, bundles, new EntryBeans(inventory, listeners, decorators));
  }

  @Bean
  @DependsOnDatabaseInitialization
  @ConditionalOnMissingBean
  AccountStore mailcladAccountStore(MailcladProperties properties, ListableBeanFactory beans) {
    return new AccountStores(beans).of(properties.store());
  }

  @Bean
  @ConditionalOnMissingBean
  ConfiguredAccounts mailcladAccounts(
      MailcladProperties properties,
      AccountStore store,
      ObjectProvider<MailInventory> inventory,
      ListableBeanFactory beans,
      Environment environment,
      ObjectProvider<SslBundles> bundles,
      ObjectProvider<AccountListener> listeners,
      ObjectProvider<MailSenderDecorator> decorators) {
    return new AccountsFromProperties(
        properties,
        store,
        beans,
        () -> new Bundles(bundles.getObject(), environment),
        new EntryBeans(inventory, listeners, decorators));
  }

  /** For programs in which people set accounts up; created only if it is injected. */
  @Bean
  @Lazy
  @ConditionalOnMissingBean
  MailAccounts mailcladMailAccounts(
      MailcladProperties properties,
      AccountStore store,
      Environment environment,
      ObjectProvider<SslBundles> bundles,
      ObjectProvider<SecureResolver> resolver,
      ObjectProvider<ConfigurationFiles> files,
      ObjectProvider<AccountListener> listeners) {
    return SetUpAccounts.of(
        properties,
        store,
        () -> new Bundles(bundles.getObject(), environment),
        resolver,
        files,
        new EntryListener("mailAccounts", listeners));
  }
}
