package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.observe.ConnectionJournal;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/** The journal of connections, and their application events. */
@AutoConfiguration(after = MailcladAutoConfiguration.class)
@ConditionalOnBean(MailInventory.class)
public final class MailcladObservabilityAutoConfiguration {
  MailcladObservabilityAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  ConnectionJournal mailcladConnectionJournal() {
    return new ConnectionJournal(Clock.systemUTC());
  }

  @Bean
  @ConditionalOnMissingBean
  EventPublication mailcladEventPublication(ApplicationEventPublisher publisher) {
    return new EventPublication(publisher, Clock.systemUTC());
  }
}
