package io.github.mailclad.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mailclad.spring.autoconfigure.MailcladAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.mail.MailSenderAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;

/** Auto-configurations that an application in another package names by their class. */
class ExclusionTest {

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration(
      classes = {
        SslAutoConfiguration.class,
        MailSenderAutoConfiguration.class,
        MailcladAutoConfiguration.class
      },
      exclude = MailcladAutoConfiguration.class)
  static class Excluding {}

  @Test
  void anApplicationExcludesOneByItsClass() {
    new ApplicationContextRunner()
        .withUserConfiguration(Excluding.class)
        .withPropertyValues("spring.mail.host=localhost")
        .run(
            context -> {
              assertNull(context.getStartupFailure());
              assertEquals(1, context.getBeansOfType(JavaMailSender.class).size());
              assertEquals(0, context.getBeansOfType(MailInventory.class).size());
            });
  }

  @AutoConfiguration(after = MailcladAutoConfiguration.class)
  static class Later {
    @Bean
    String names(ConfiguredAccounts accounts) {
      return accounts.names().toString();
    }
  }

  @Test
  void anApplicationsOwnComesAfterOne() {
    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                Later.class, SslAutoConfiguration.class, MailcladAutoConfiguration.class))
        .run(context -> assertEquals("[]", context.getBean("names")));
  }
}
