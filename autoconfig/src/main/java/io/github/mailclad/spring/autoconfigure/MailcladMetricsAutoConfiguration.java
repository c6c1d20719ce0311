package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.observe.ConnectionJournal;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The meters of connections, if the application has a meter registry. */
@AutoConfiguration(
    after = MailcladObservabilityAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
    })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({MeterRegistry.class, ConnectionJournal.class, MailInventory.class})
public final class MailcladMetricsAutoConfiguration {
  MailcladMetricsAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  ConnectionMeters mailcladConnectionMeters(MailInventory inventory, ConnectionJournal journal) {
    return new ConnectionMeters(inventory, journal, Clock.systemUTC());
  }
}
