package io.github.mailclad.spring.autoconfigure;

import static io.github.mailclad.spring.autoconfigure.Applications.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.actuate.MailHealth;
import io.github.mailclad.spring.actuate.MailcladEndpoint;
import io.github.mailclad.spring.observe.ConnectionJournal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Meters, health and endpoint exist if the application has their dependencies, and only then. */
class ObservabilityConditionsTest {
  private static final String EXPOSED = "management.endpoints.web.exposure.include=mailclad";
  private static final String HEALTH_OF_BOOT_3 =
      "org.springframework.boot.actuate.health.HealthIndicator";
  private static final String HEALTH_OF_BOOT_4 =
      "org.springframework.boot.health.contributor.HealthIndicator";

  private final ObservedApplication application = new ObservedApplication();

  @AfterEach
  void close() {
    application.close();
  }

  private static void assertCount(int expected, ApplicationContext context, Class<?> type) {
    assertEquals(expected, context.getBeanNamesForType(type).length, type.getName());
  }

  @Test
  void theJournalAndTheEventsAreAlwaysThere() {
    application
        .plain()
        .run(
            started(
                context -> {
                  assertCount(1, context, ConnectionJournal.class);
                  assertCount(1, context, EventPublication.class);
                }));
  }

  @Test
  void withoutMailNothingIsThere() {
    application
        .plain()
        .withClassLoader(new FilteredClassLoader("org.springframework.mail"))
        .run(
            started(
                context ->
                    Stream.of(
                            MailInventory.class,
                            ConnectionJournal.class,
                            EventPublication.class,
                            MailHealth.class)
                        .forEach(type -> assertCount(0, context, type))));
  }

  @Test
  void theApplicationsOwnJournalIsUsed() {
    application
        .plain()
        .withUserConfiguration(OwnJournal.class)
        .run(
            started(
                context ->
                    assertSame(context.getBean("own"), context.getBean(ConnectionJournal.class))));
  }

  @Test
  void metersNeedARegistry() {
    application.plain().run(started(context -> assertCount(0, context, ConnectionMeters.class)));
    application
        .plain()
        .withUserConfiguration(Meters.class)
        .run(started(context -> assertCount(1, context, ConnectionMeters.class)));
  }

  @Test
  void metersAndObservationsComeAfterBootsOwnRegistries() {
    application
        .plain()
        .withConfiguration(
            AutoConfigurations.of(
                MetricsAutoConfiguration.class,
                SimpleMetricsExportAutoConfiguration.class,
                CompositeMeterRegistryAutoConfiguration.class,
                ObservationAutoConfiguration.class))
        .run(
            started(
                context -> {
                  assertCount(1, context, ConnectionMeters.class);
                  assertCount(1, context, ObservedMailSenders.class);
                }));
  }

  @Test
  void withoutMicrometerThereAreNoMetersAndNoObservations() {
    application
        .runner()
        .withClassLoader(new FilteredClassLoader("io.micrometer"))
        .run(
            started(
                context -> {
                  assertEquals(0, context.getBeanNamesForType(ConnectionMeters.class).length);
                  assertCount(1, context, ConnectionJournal.class);
                  ObservedApplication.send(context);
                  assertEquals(1, application.smtp.messages().size());
                }));
  }

  @Test
  void observationsNeedARegistry() {
    application.plain().run(started(context -> assertCount(0, context, ObservedMailSenders.class)));
    application
        .plain()
        .withUserConfiguration(Observations.class)
        .run(started(context -> assertCount(1, context, ObservedMailSenders.class)));
  }

  @Test
  void theEndpointHasToBeExposed() {
    application.plain().run(started(context -> assertCount(0, context, MailcladEndpoint.class)));
    application
        .plain()
        .withPropertyValues(EXPOSED)
        .run(started(context -> assertCount(1, context, MailcladEndpoint.class)));
    application
        .plain()
        .withPropertyValues(EXPOSED, "management.endpoint.mailclad.access=NONE")
        .run(started(context -> assertCount(0, context, MailcladEndpoint.class)));
  }

  @Test
  void withoutTheActuatorThereIsNoEndpointAndNoHealth() {
    application
        .runner(EXPOSED)
        .withClassLoader(
            new FilteredClassLoader(
                "org.springframework.boot.actuate", "org.springframework.boot.health"))
        .run(
            started(
                context -> {
                  assertEquals(0, context.getBeanNamesForType(MailHealth.class).length);
                  assertEquals(false, context.containsBean("mailcladEndpoint"));
                  ObservedApplication.send(context);
                }));
  }

  @Test
  void eachLineOfBootHasTheHealthIndicatorOfItsOwn() {
    of(HEALTH_OF_BOOT_4)
        .run(
            started(
                context -> {
                  assertIndicator(HEALTH_OF_BOOT_3, context);
                  assertCount(1, context, MailHealth.class);
                }));
    of(HEALTH_OF_BOOT_3)
        .run(
            started(
                context -> {
                  assertIndicator(HEALTH_OF_BOOT_4, context);
                  assertCount(1, context, MailHealth.class);
                }));
  }

  /** An application whose Boot lacks the package of that class. */
  private ApplicationContextRunner of(String missing) {
    return application
        .plain()
        .withClassLoader(new FilteredClassLoader(missing.substring(0, missing.lastIndexOf('.'))));
  }

  private static void assertIndicator(String type, ApplicationContext context) throws Exception {
    assertEquals(
        true, Class.forName(type).isInstance(context.getBean("mailcladHealthIndicator")), type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"management.health.mailclad.enabled", "management.health.defaults.enabled"})
  void healthCanBeSwitchedOff(String property) {
    application
        .plain()
        .withPropertyValues(property + "=false")
        .run(started(context -> assertCount(0, context, MailHealth.class)));
  }

  @Test
  void healthCanBeSwitchedOnAlone() {
    application
        .plain()
        .withPropertyValues(
            "management.health.defaults.enabled=false", "management.health.mailclad.enabled=true")
        .run(started(context -> assertCount(1, context, MailHealth.class)));
  }

  @Test
  void probesAreMadeOnlyWhereTheyAreAskedFor() {
    application
        .plain()
        .run(
            started(
                context ->
                    assertEquals(
                        "health of the last connections",
                        context.getBean(MailHealth.class).toString())));
    application
        .plain()
        .withPropertyValues("mailclad.health.probe=cached", "mailclad.health.probe-interval=7m")
        .run(
            started(
                context ->
                    assertEquals(
                        "health with probes every PT7M",
                        context.getBean(MailHealth.class).toString())));
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnJournal {
    @Bean
    ConnectionJournal own() {
      return new ConnectionJournal(Clock.systemUTC());
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Meters {
    @Bean
    MeterRegistry registry() {
      return new SimpleMeterRegistry();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Observations {
    @Bean
    ObservationRegistry registry() {
      return ObservationRegistry.create();
    }
  }
}
