package io.github.mailclad.spring.autoconfigure;

import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.actuate.CachedProbes;
import io.github.mailclad.spring.actuate.MailHealth;
import io.github.mailclad.spring.actuate.Probes;
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

  /** Closed with the context if it is closeable. */
  @Bean
  @ConditionalOnMissingBean
  Probes mailcladProbes(MailcladProperties properties) {
    Health health = properties.health();
    return health.probe() == Probing.CACHED
        ? new CachedProbes(health.probeInterval(), Clock.systemUTC())
        : Probes.none();
  }

  @Bean
  @ConditionalOnMissingBean
  MailHealth mailcladHealth(
      MailcladProperties properties,
      MailInventory inventory,
      ConnectionJournal journal,
      Probes probes) {
    return new MailHealth(
        inventory, journal, probes, properties.health().certificateWarning(), Clock.systemUTC());
  }
}
