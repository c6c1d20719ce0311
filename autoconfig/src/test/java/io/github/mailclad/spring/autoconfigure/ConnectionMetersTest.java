package io.github.mailclad.spring.autoconfigure;

import static io.github.mailclad.spring.autoconfigure.Applications.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.ConnectionSecurity;
import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.spring.actuate.MailReport;
import io.github.mailclad.spring.actuate.MailcladEndpoint;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Each meter, by real connections. */
class ConnectionMetersTest {
  private final ObservedApplication application = new ObservedApplication();

  @AfterEach
  void close() {
    application.close();
  }

  private static ApplicationContextRunner metered(ApplicationContextRunner runner) {
    return runner.withConfiguration(
        AutoConfigurations.of(
            MetricsAutoConfiguration.class,
            SimpleMetricsExportAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class));
  }

  private static MeterRegistry meters(ApplicationContext context) {
    return context.getBean(MeterRegistry.class);
  }

  private static double sum(Collection<Counter> counters) {
    return counters.stream().mapToDouble(Counter::count).sum();
  }

  @Test
  void connectionsAreCountedByWhatTheyGot() {
    metered(application.runner())
        .run(
            started(
                context -> {
                  ObservedApplication.send(context);
                  ObservedApplication.read(context);
                  Counter submission =
                      meters(context)
                          .get("mailclad.connections")
                          .tags("entry", "work", "service", "submissions")
                          .tags("tls.protocol.version", "1.3", "tls.resumed", "false")
                          .tags("level", "authenticated")
                          .tagKeys("tls.curve")
                          .counter();
                  assertEquals(1, submission.count());
                  assertEquals(
                      1,
                      meters(context)
                          .get("mailclad.connections")
                          .tags("service", "imaps")
                          .counter()
                          .count());
                }));
  }

  @Test
  void loginsAreTimedByTheirMechanism() {
    metered(application.runner())
        .run(
            started(
                context -> {
                  ObservedApplication.send(context);
                  Timer login =
                      meters(context)
                          .get("mailclad.login")
                          .tags("entry", "work", "service", "submissions")
                          .tags("sasl.mechanism", "PLAIN", "result", "accepted")
                          .timer();
                  assertEquals(1, login.count());
                  assertTrue(login.totalTime(TimeUnit.NANOSECONDS) > 0);
                }));
  }

  @Test
  void resumedSessionsAreCountedAndTheirRatioIsShown() {
    metered(application.runner())
        .run(
            started(
                context -> {
                  for (int i = 0; i < 4; i++) {
                    ObservedApplication.send(context);
                  }
                  double resumed =
                      sum(
                          meters(context)
                              .find("mailclad.connections")
                              .tags("tls.resumed", "true")
                              .counters());
                  assertEquals(application.submission.resumedSessions(), (int) resumed);
                  assertTrue(resumed > 0, "nothing was resumed, and nothing is shown by this test");
                  assertEquals(
                      resumed / 4,
                      meters(context)
                          .get("mailclad.resumption.ratio")
                          .tags("entry", "work")
                          .gauge()
                          .value());
                }));
  }

  @Test
  void refusalsAreCountedByTheirCode() {
    metered(application.submittingTo(application.untrusted))
        .run(
            started(
                context -> {
                  ObservedApplication.sendInVain(context);
                  assertEquals(
                      1,
                      meters(context)
                          .get("mailclad.refusals")
                          .tags(
                              "entry",
                              "work",
                              "service",
                              "submissions",
                              "error.type",
                              "untrusted-issuer")
                          .counter()
                          .count());
                  assertTrue(meters(context).find("mailclad.connections").meters().isEmpty());
                  assertTrue(
                      meters(context).find("mailclad.certificate.expiry").meters().isEmpty());
                  assertEquals(1, meters(context).get("mailclad.handshake").timer().count());
                }));
  }

  @Test
  void connectionsThatAProfileWouldRefuseAreCountedAndReported() {
    try (TlsFront old =
        TlsFront.builder()
            .certificate(application.applications.certificate)
            .dialogue(new SmtpDialogue())
            .protocols("TLSv1.2")
            .start()) {
      metered(
              application.submittingTo(
                  old,
                  "management.endpoints.web.exposure.include=mailclad",
                  "mailclad.properties.mail.security.profile=modern-dry-run"))
          .run(
              started(
                  context -> {
                    ObservedApplication.send(context);
                    ObservedApplication.send(context);
                    ObservedApplication.read(context);
                    assertEquals(
                        2,
                        meters(context)
                            .get("mailclad.profile.objections")
                            .tags(
                                "entry",
                                "work",
                                "service",
                                "submissions",
                                "error.type",
                                "tls-version")
                            .counter()
                            .count());
                    assertEquals(
                        1, meters(context).get("mailclad.profile.objections").counters().size());
                    MailReport work =
                        Objects.requireNonNull(
                            context.getBean(MailcladEndpoint.class).entry("work"));
                    MailReport.Objections submission =
                        Objects.requireNonNull(work.services().get(0).profileObjections());
                    assertEquals(2, submission.count());
                    assertEquals("tls-version", submission.newest().code());
                    assertEquals("localhost:" + old.port(), submission.newest().server());
                    assertNull(work.services().get(1).profileObjections());
                  }));
    }
  }

  @Test
  void handshakesAndVerdictsAreTimed() {
    metered(application.runner())
        .run(
            started(
                context -> {
                  ObservedApplication.send(context);
                  Timer handshake = timer(context, "mailclad.handshake");
                  Timer verdict = timer(context, "mailclad.verdict");
                  assertEquals(1, handshake.count());
                  assertEquals(1, verdict.count());
                  double nanos = handshake.totalTime(TimeUnit.NANOSECONDS);
                  double part = verdict.totalTime(TimeUnit.NANOSECONDS);
                  assertTrue(part > 0 && part < nanos, part + " of " + nanos);
                }));
  }

  private static Timer timer(ApplicationContext context, String name) {
    return meters(context).get(name).tags("entry", "work", "service", "submissions").timer();
  }

  @Test
  void theDaysUntilACertificateEndsAreShown() {
    metered(application.runner())
        .run(
            started(
                context -> {
                  ObservedApplication.send(context);
                  double days =
                      meters(context)
                          .get("mailclad.certificate.expiry")
                          .tags("entry", "work", "service", "submissions")
                          .gauge()
                          .value();
                  double expected =
                      Duration.between(
                                  Clock.systemUTC().instant(),
                                  application
                                      .applications
                                      .certificate
                                      .certificate()
                                      .getNotAfter()
                                      .toInstant())
                              .toSeconds()
                          / 86_400.0;
                  assertEquals(expected, days, 0.01);
                }));
  }

  @Test
  void peopleWhoSetAccountsUpMakeNoGaugeOfCertificates() {
    metered(application.runner())
        .run(
            started(
                context -> {
                  context
                      .getBean(ConnectionMeters.class)
                      .of("mailAccounts")
                      .onConnected(
                          new ConnectionSecurity.Unjudged(
                              MailService.IMAPS,
                              new Endpoint(
                                  Host.of("example.org"), 993, Endpoint.Provenance.CONFIGURED)));
                  assertEquals(
                      1,
                      meters(context)
                          .get("mailclad.connections")
                          .tags("tls.protocol.version", "none", "level", "none")
                          .counter()
                          .count());
                  assertTrue(
                      meters(context).find("mailclad.certificate.expiry").meters().isEmpty());
                }));
  }

  @Test
  void aRegistryThatComesLaterHasTheGaugesToo() {
    metered(application.runner())
        .run(
            started(
                context -> {
                  ObservedApplication.send(context);
                  MeterRegistry late = new SimpleMeterRegistry();
                  context.getBean(ConnectionMeters.class).bindTo(late);
                  assertEquals(1, late.find("mailclad.certificate.expiry").meters().size());
                  assertEquals(1, late.find("mailclad.resumption.ratio").meters().size());
                }));
  }

  @Test
  void noTagCarriesAUserOrAnAddressOrAHost() {
    metered(application.runner())
        .run(
            started(
                context -> {
                  ObservedApplication.send(context);
                  ObservedApplication.read(context);
                  List<Meter> ours =
                      meters(context).getMeters().stream()
                          .filter(m -> m.getId().getName().startsWith("mailclad."))
                          .toList();
                  assertEquals(
                      Set.of(
                          "mailclad.connections",
                          "mailclad.handshake",
                          "mailclad.login",
                          "mailclad.verdict",
                          "mailclad.resumption.ratio",
                          "mailclad.certificate.expiry"),
                      ours.stream().map(m -> m.getId().getName()).collect(Collectors.toSet()));
                  String values =
                      ours.stream()
                          .flatMap(m -> m.getId().getTags().stream())
                          .map(Tag::getValue)
                          .collect(Collectors.toCollection(TreeSet::new))
                          .toString();
                  assertFalse(values.contains("alice"), values);
                  assertFalse(values.contains("localhost"), values);
                  assertFalse(values.contains("@"), values);
                }));
  }
}
