package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.spring.autoconfigure.MailcladProperties.Account;
import jakarta.mail.Session;
import java.util.Map;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.mail.MailSender;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * Registers a {@link JavaMailSender} and a {@link Session} for each account, with the account's
 * name as a qualifier. Those of the primary account are injected without a qualifier. The others
 * never are, so another account makes no injection ambiguous.
 */
final class AccountBeansRegistrar implements ImportBeanDefinitionRegistrar, EnvironmentAware {
  private static final String ACCOUNTS = "mailcladAccounts";

  private Environment environment = new StandardEnvironment();

  @Override
  public void setEnvironment(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void registerBeanDefinitions(
      AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
    Binder.get(environment)
        .bind("mailclad", MailcladProperties.class)
        .ifBound(properties -> register(properties, registry));
  }

  private static void register(MailcladProperties properties, BeanDefinitionRegistry registry) {
    Map<String, Account> accounts = properties.accounts();
    String wanted = properties.primary();
    boolean isTheOnlySender = accounts.size() == 1 && !hasAnotherSender(registry);
    accounts.forEach(
        (name, account) -> {
          boolean primary = wanted == null ? isTheOnlySender : wanted.equals(name);
          if (account.canSubmit()) {
            register(registry, name, "sender", JavaMailSender.class, primary);
          }
          register(registry, name, "session", Session.class, primary);
        });
  }

  private static boolean hasAnotherSender(BeanDefinitionRegistry registry) {
    return registry instanceof ListableBeanFactory beans
        && BeanFactoryUtils.beanNamesForTypeIncludingAncestors(
                    beans, MailSender.class, /* includeNonSingletons= */ true, false)
                .length
            > 0;
  }

  private static void register(
      BeanDefinitionRegistry registry,
      String name,
      String factoryMethod,
      Class<?> type,
      boolean primary) {
    RootBeanDefinition definition = new RootBeanDefinition();
    definition.setTargetType(type);
    definition.setFactoryBeanName(ACCOUNTS);
    definition.setFactoryMethodName(factoryMethod);
    definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
    definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
    definition.setPrimary(primary);
    definition.setDefaultCandidate(primary);
    registry.registerBeanDefinition(
        name + "Mail" + type.getSimpleName().replace("JavaMail", ""), definition);
  }
}
