package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.actuate.MailHealth;
import io.github.mailclad.spring.autoconfigure.MailcladProperties.Health;
import io.github.mailclad.spring.autoconfigure.MailcladProperties.Probing;
import io.github.mailclad.spring.observe.ConnectionJournal;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * The beans behind the health contributor of each line of Boot. Not nested in the
 * auto-configuration, where the class would be a configuration by itself, without any health API.
 */
class HealthCore {

  @Bean
  @ConditionalOnMissingBean
  MailHealth mailcladHealth(
      MailcladProperties properties, MailInventory inventory, ConnectionJournal journal) {
    Health settings = properties.health();
    MailHealth health =
        new MailHealth(inventory, journal, settings.certificateWarning(), Clock.systemUTC());
    return settings.probe() == Probing.CACHED ? health.probing(settings.probeInterval()) : health;
  }
}
