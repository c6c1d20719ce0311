package io.github.mailclad.spring.autoconfigure;

import static io.github.mailclad.spring.autoconfigure.Applications.all;
import static io.github.mailclad.spring.autoconfigure.Applications.bundle;
import static io.github.mailclad.spring.autoconfigure.Applications.message;
import static io.github.mailclad.spring.autoconfigure.Applications.springMail;
import static io.github.mailclad.spring.autoconfigure.Applications.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.refusal.Refusal;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import jakarta.activation.FileTypeMap;
import jakarta.activation.MimetypesFileTypeMap;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Each message is one observation, and sending is as it was. */
class MailSendObservationTest {
  private final ObservedApplication application = new ObservedApplication();

  @AfterEach
  void close() {
    application.close();
  }

  /** An application with Boot's own sender. */
  private ApplicationContextRunner springMailRunner() {
    return application
        .plain()
        .withUserConfiguration(Observations.class)
        .withPropertyValues(
            all(
                springMail(application.submission),
                bundle("lab", application.applications.root),
                "spring.mail.protocol=submissions",
                "spring.mail.ssl.bundle=lab"));
  }

  private static Timer timer(ApplicationContext context) {
    return context.getBean(MeterRegistry.class).get("mail.send").timer();
  }

  private static Map<String, String> tags(ApplicationContext context) {
    Map<String, String> tags = new TreeMap<>();
    timer(context).getId().getTags().forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags;
  }

  @Test
  void bootsSenderIsObservedWithMicrometersKeys() {
    springMailRunner()
        .run(
            started(
                context -> {
                  context.getBean(JavaMailSender.class).send(message());
                  assertEquals(1, application.smtp.messages().size());
                  assertEquals(1, timer(context).count());
                  assertEquals(
                      Map.of(
                          "server.address",
                          "localhost",
                          "server.port",
                          Integer.toString(application.submission.port()),
                          "network.protocol.name",
                          "submissions",
                          "error",
                          "none"),
                      tags(context));
                  assertInstanceOf(JavaMailSenderImpl.class, context.getBean("mailSender"));
                }));
  }

  @Test
  void sendersOfAccountsAreObserved() {
    application
        .runner()
        .withUserConfiguration(Observations.class)
        .run(
            started(
                context -> {
                  ObservedApplication.send(context);
                  assertEquals(1, timer(context).count());
                  assertEquals("submissions", tags(context).get("network.protocol.name"));
                }));
  }

  @Test
  void messagesOfOneBatchShareAConnectionAndAreOneObservationEach() {
    springMailRunner()
        .run(
            started(
                context -> {
                  context.getBean(JavaMailSender.class).send(message(), message(), message());
                  assertEquals(3, timer(context).count());
                  assertEquals(1, application.submission.recorder().connections().size());
                }));
  }

  @Test
  void nothingPersonalIsObserved() {
    springMailRunner()
        .run(
            started(
                context -> {
                  context.getBean(JavaMailSender.class).send(message());
                  Observation.Context seen = context.getBean(Observations.class).stopped.get(0);
                  assertEquals("mail.send", seen.getName());
                  assertEquals("mail send", seen.getContextualName());
                  assertEquals(
                      List.of("smtp.message.id"),
                      seen.getHighCardinalityKeyValues().stream().map(KeyValue::getKey).toList());
                  String all = seen.getAllKeyValues().toString();
                  for (String personal : List.of("alice", "bob", "subject", "text")) {
                    assertFalse(all.contains(personal), all);
                  }
                  String data = application.smtp.messages().get(0).data();
                  assertTrue(
                      data.contains(
                          seen.getHighCardinalityKeyValues().stream()
                              .findFirst()
                              .orElseThrow()
                              .getValue()),
                      data);
                }));
  }

  @Test
  void whatTheServerSaysNoToComesThroughAsItWas() {
    application.smtp.replying("RCPT", "550 5.1.1 no such user");
    springMailRunner()
        .run(
            started(
                context -> {
                  MailSendException failed =
                      assertThrows(
                          MailSendException.class,
                          () -> context.getBean(JavaMailSender.class).send(message()));
                  Exception cause = failed.getMessageExceptions()[0];
                  assertInstanceOf(SendFailedException.class, cause);
                  assertEquals(cause.getClass().getSimpleName(), tags(context).get("error"));
                  assertSame(cause, context.getBean(Observations.class).stopped.get(0).getError());
                }));
  }

  @Test
  void aRefusalComesThroughAndIsNoMessage() {
    application
        .submittingTo(application.untrusted)
        .withUserConfiguration(Observations.class)
        .run(
            started(
                context -> {
                  assertEquals(
                      "untrusted-issuer",
                      Refusal.in(ObservedApplication.sendInVain(context))
                          .map(Refusal::code)
                          .orElse("lost"));
                  assertEquals(List.of(), context.getBean(Observations.class).stopped);
                }));
  }

  @Test
  void aHandlerOfObservationsMayNeedTheMailSenderItself() {
    springMailRunner()
        .withUserConfiguration(Alarm.class)
        .run(
            started(
                context -> {
                  context.getBean(JavaMailSender.class).send(message());
                  assertEquals(1, context.getBean(Observations.class).stopped.size());
                }));
  }

  @Test
  void aSenderIsReplacedByOneWithTheSameSettingsAndTheSameSession() {
    JavaMailSenderImpl plain = new JavaMailSenderImpl();
    plain.getJavaMailProperties().setProperty("mail.from", "alice@example.org");
    FileTypeMap types = new MimetypesFileTypeMap();
    plain.setHost("mail.example.org");
    plain.setPort(4711);
    plain.setProtocol("smtps");
    plain.setUsername("alice");
    plain.setPassword("secret");
    plain.setDefaultEncoding("UTF-16");
    plain.setDefaultFileTypeMap(types);
    JavaMailSenderImpl observed = decorated(plain);
    assertNotEquals(JavaMailSenderImpl.class, observed.getClass());
    assertEquals("mail.example.org", observed.getHost());
    assertEquals(4711, observed.getPort());
    assertEquals("smtps", observed.getProtocol());
    assertEquals("alice", observed.getUsername());
    assertEquals("secret", observed.getPassword());
    assertEquals("UTF-16", observed.getDefaultEncoding());
    assertSame(types, observed.getDefaultFileTypeMap());
    assertSame(plain.getJavaMailProperties(), observed.getJavaMailProperties());
    assertSame(plain.getSession(), observed.getSession());
  }

  @Test
  void aSessionThatWasGivenIsKept() {
    JavaMailSenderImpl plain = new JavaMailSenderImpl();
    plain.setSession(Session.getInstance(new Properties()));
    assertSame(plain.getSession(), decorated(plain).getSession());
  }

  @Test
  void aSubclassStaysAsItIs() {
    JavaMailSenderImpl own = new JavaMailSenderImpl() {};
    assertSame(own, decorated(own));
  }

  private static JavaMailSenderImpl decorated(JavaMailSenderImpl sender) {
    return new ObservedMailSenders(ObservationRegistry::create).decorate("mailSender", sender);
  }

  /** Boot hands a registry its handlers while it is made. */
  @Configuration(proxyBeanMethods = false)
  static class Alarm {
    record ByMail(JavaMailSender sender) {}

    @Bean
    ByMail alarm(JavaMailSender sender) {
      return new ByMail(sender);
    }

    @Bean
    static BeanPostProcessor handlers(ObjectProvider<ByMail> alarm) {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          if (bean instanceof ObservationRegistry) {
            alarm.getObject();
          }
          return bean;
        }
      };
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Observations {
    final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }

    @Bean
    ObservationRegistry observations(MeterRegistry meters) {
      ObservationRegistry registry = ObservationRegistry.create();
      registry
          .observationConfig()
          .observationHandler(new DefaultMeterObservationHandler(meters))
          .observationHandler(
              new ObservationHandler<Observation.Context>() {
                @Override
                public void onStop(Observation.Context context) {
                  stopped.add(context);
                }

                @Override
                public boolean supportsContext(Observation.Context context) {
                  return true;
                }
              });
      return registry;
    }
  }
}
