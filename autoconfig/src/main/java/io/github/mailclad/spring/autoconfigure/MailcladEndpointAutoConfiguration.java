package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.actuate.MailcladEndpoint;
import io.github.mailclad.spring.observe.ConnectionJournal;
import java.time.Clock;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The actuator endpoint, where it is available. */
@AutoConfiguration(after = MailcladObservabilityAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean({ConnectionJournal.class, MailInventory.class})
public final class MailcladEndpointAutoConfiguration {
  MailcladEndpointAutoConfiguration() {}

  // not at the class: there every condition must be loadable before the first one is evaluated
  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnAvailableEndpoint
  MailcladEndpoint mailcladEndpoint(MailInventory inventory, ConnectionJournal journal) {
    return new MailcladEndpoint(inventory, journal, Clock.systemUTC());
  }
}
