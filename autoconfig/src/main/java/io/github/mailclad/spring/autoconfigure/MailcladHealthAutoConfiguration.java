package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.actuate.MailHealth;
import io.github.mailclad.spring.observe.ConnectionJournal;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * The health contributor {@code mailclad}, in the health API that Spring Boot has. Each line of
 * Boot has a configuration of its own, which alone names the classes of that API.
 */
@AutoConfiguration(after = MailcladObservabilityAutoConfiguration.class)
@Conditional(MailcladHealthAutoConfiguration.Wanted.class)
@ConditionalOnBean({ConnectionJournal.class, MailInventory.class})
public final class MailcladHealthAutoConfiguration {
  MailcladHealthAutoConfiguration() {}

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
  static class OfBoot3 extends HealthCore {

    @Bean
    @ConditionalOnMissingBean(name = {"mailcladHealthIndicator", "mailcladHealthContributor"})
    org.springframework.boot.actuate.health.HealthIndicator mailcladHealthIndicator(
        MailHealth health) {
      return () -> {
        MailHealth.Verdict verdict = health.verdict();
        return new org.springframework.boot.actuate.health.Health.Builder()
            .status(verdict.state().name())
            .withDetails(verdict.details())
            .build();
      };
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
  static class OfBoot4 extends HealthCore {

    @Bean
    @ConditionalOnMissingBean(name = {"mailcladHealthIndicator", "mailcladHealthContributor"})
    org.springframework.boot.health.contributor.HealthIndicator mailcladHealthIndicator(
        MailHealth health) {
      return () -> {
        MailHealth.Verdict verdict = health.verdict();
        return new org.springframework.boot.health.contributor.Health.Builder()
            .status(verdict.state().name())
            .withDetails(verdict.details())
            .build();
      };
    }
  }

  /** The equivalent of Boot's own condition, which is another class in each line of Boot. */
  static final class Wanted implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      Environment environment = context.getEnvironment();
      boolean byDefault =
          environment.getProperty("management.health.defaults.enabled", Boolean.class, true);
      return environment.getProperty(
          "management.health.mailclad.enabled", Boolean.class, byDefault);
    }
  }
}
