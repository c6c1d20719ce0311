package io.github.mailclad.spring.autoconfigure;

import static io.github.mailclad.spring.autoconfigure.Applications.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.AccountPin;
import io.github.mailclad.ConfidentialityLevel;
import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.spring.AccountListener;
import io.github.mailclad.spring.observe.AccountSecurityEvent;
import io.github.mailclad.spring.observe.ConnectionJournal;
import io.github.mailclad.spring.observe.ConnectionRefused;
import io.github.mailclad.spring.observe.ConnectionSecured;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

/** Methods with {@code @EventListener} receive events; their failures change nothing. */
class ConnectionEventsTest {
  private final ObservedApplication application = new ObservedApplication();

  @AfterEach
  void close() {
    application.close();
  }

  private static List<Object> events(ApplicationContext context) {
    return context.getBean(Watching.class).events;
  }

  @Test
  void aConnectionIsAnEvent() {
    application
        .runner()
        .withUserConfiguration(Watching.class)
        .run(
            started(
                context -> {
                  ObservedApplication.send(context);
                  assertEquals(1, events(context).size());
                  ConnectionSecured secured = (ConnectionSecured) events(context).get(0);
                  assertEquals("work", secured.entry());
                  assertEquals(ConfidentialityLevel.AUTHENTICATED, secured.security().level());
                }));
  }

  @Test
  void aRefusalIsAnEvent() {
    application
        .submittingTo(application.untrusted)
        .withUserConfiguration(Watching.class)
        .run(
            started(
                context -> {
                  ObservedApplication.sendInVain(context);
                  assertEquals(1, events(context).size());
                  ConnectionRefused refused = (ConnectionRefused) events(context).get(0);
                  assertEquals("work", refused.entry());
                  assertEquals(MailService.SUBMISSIONS, refused.service());
                  assertEquals(application.untrusted.port(), refused.endpoint().port());
                  assertEquals("untrusted-issuer", refused.refusal().code());
                }));
  }

  @Test
  void aSecurityEventIsTwoEventsTheSecondWithTheEntry() {
    application
        .runner()
        .withUserConfiguration(Watching.class)
        .run(
            started(
                context -> {
                  SecurityEvent event = new SecurityEvent.MinimumDisabled("alice");
                  context
                      .getBeanProvider(AccountListener.class)
                      .orderedStream()
                      .forEach(listener -> listener.of("work").onSecurityEvent(event));
                  assertEquals(
                      List.of(
                          "variant",
                          event,
                          "interface",
                          event,
                          new AccountSecurityEvent("work", event)),
                      events(context));
                }));
  }

  @Test
  void theSecurityEventsOfAnAccountArePublished() {
    String pin = AccountPin.of(application.unknown.certificate()).toString();
    application
        .submittingTo(
            application.untrusted,
            "mailclad.accounts.work.minimum-level=encrypted",
            "mailclad.accounts.work.submission.account-pin=" + pin,
            "mailclad.accounts.work.access.account-pin=" + pin)
        .withUserConfiguration(Watching.class)
        .run(
            started(
                context -> {
                  ObservedApplication.send(context);
                  AccountSecurityEvent received =
                      events(context).stream()
                          .filter(AccountSecurityEvent.class::isInstance)
                          .map(AccountSecurityEvent.class::cast)
                          .findFirst()
                          .orElseThrow();
                  assertEquals("work", received.entry());
                  assertEquals("pin-used", received.event().code());
                  assertTrue(events(context).contains(received.event()));
                }));
  }

  @Test
  void aListenerIsAskedForOnceForAnEntry() {
    List<String> entries = new CopyOnWriteArrayList<>();
    List<MailService> services = new CopyOnWriteArrayList<>();
    application
        .runner()
        .withBean(
            AccountListener.class,
            () ->
                entry -> {
                  entries.add(entry);
                  return new SecurityListener() {
                    @Override
                    public void onConnected(ConnectionSecurity security) {
                      services.add(security.service());
                    }
                  };
                })
        .run(
            started(
                context -> {
                  ObservedApplication.send(context);
                  ObservedApplication.read(context);
                }));
    assertEquals(List.of("work"), entries);
    assertEquals(List.of(MailService.SUBMISSIONS, MailService.IMAPS), services);
  }

  @Test
  void listenersThatFailKeepNeitherTheMailNorOthersBack() {
    application
        .runner()
        .withUserConfiguration(Failing.class)
        .run(
            started(
                context -> {
                  ObservedApplication.send(context);
                  assertEquals(1, application.smtp.messages().size());
                  assertTrue(context.getBean(Failing.class).calls.size() >= 2);
                  assertTrue(
                      context
                          .getBean(ConnectionJournal.class)
                          .service("work", MailProtocol.SUBMISSION)
                          .last()
                          .isPresent());
                }));
  }

  @Test
  void anEventListenerThatFailsDoesNotKeepARefusalBack() {
    application
        .submittingTo(application.untrusted)
        .withUserConfiguration(Failing.class)
        .run(
            started(
                context ->
                    assertEquals(
                        "untrusted-issuer",
                        Refusal.in(Objects.requireNonNull(ObservedApplication.sendInVain(context)))
                            .map(Refusal::code)
                            .orElse("lost"))));
  }

  @Configuration(proxyBeanMethods = false)
  static class Watching {
    final List<Object> events = new CopyOnWriteArrayList<>();

    @EventListener
    void secured(ConnectionSecured event) {
      events.add(event);
    }

    @EventListener
    void refused(ConnectionRefused event) {
      events.add(event);
    }

    @EventListener
    @Order(1)
    void minimum(SecurityEvent.MinimumDisabled event) {
      events.add("variant");
      events.add(event);
    }

    @EventListener
    @Order(2)
    void any(SecurityEvent event) {
      events.add("interface");
      events.add(event);
    }

    @EventListener
    void withEntry(AccountSecurityEvent event) {
      events.add(event);
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Failing {
    final List<String> calls = new CopyOnWriteArrayList<>();

    @Bean
    @Order(Integer.MIN_VALUE)
    AccountListener failing() {
      return entry ->
          new SecurityListener() {
            @Override
            public void onConnected(ConnectionSecurity security) {
              throw failure();
            }

            @Override
            public void onRefused(MailService service, Endpoint endpoint, Refusal refusal) {
              throw failure();
            }
          };
    }

    @EventListener
    void secured(ConnectionSecured event) {
      throw failure();
    }

    @EventListener
    void refused(ConnectionRefused event) {
      throw failure();
    }

    private IllegalStateException failure() {
      calls.add("called");
      return new IllegalStateException("this listener fails");
    }
  }
}
