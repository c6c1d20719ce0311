package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.spring.MailInventory;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The observation of sent messages, if the application has an observation registry. */
@AutoConfiguration(
    after = MailcladAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
    })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ObservationRegistry.class, MailInventory.class})
public final class MailcladObservationAutoConfiguration {
  MailcladObservationAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  ObservedMailSenders mailcladObservedMailSenders(ObjectProvider<ObservationRegistry> registry) {
    return new ObservedMailSenders(() -> registry.getIfUnique(() -> ObservationRegistry.NOOP));
  }
}
