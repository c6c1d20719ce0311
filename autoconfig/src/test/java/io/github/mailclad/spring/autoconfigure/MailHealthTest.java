package io.github.mailclad.spring.autoconfigure;

import static io.github.mailclad.spring.autoconfigure.Applications.PASSWORD;
import static io.github.mailclad.spring.autoconfigure.Applications.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.MailProtocol;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.FixedClock;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.Sentinels;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.actuate.MailHealth;
import io.github.mailclad.spring.observe.ConnectionJournal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Health reports known results, and never logs in. */
class MailHealthTest {
  private static final String CACHED = "mailclad.health.probe=cached";

  private final ObservedApplication application = new ObservedApplication();

  @AfterEach
  void close() {
    application.close();
  }

  /** On Boot 3.5 there is nothing of the health API of Boot 4. */
  private static ApplicationContextRunner on35(ApplicationContextRunner runner) {
    return runner.withClassLoader(
        new FilteredClassLoader("org.springframework.boot.health.contributor"));
  }

  private static Health health(ApplicationContext context) {
    return context.getBean("mailcladHealthIndicator", HealthIndicator.class).health();
  }

  private static Map<?, ?> service(Health health, String protocol) {
    Map<?, ?> work = (Map<?, ?>) Objects.requireNonNull(health.getDetails().get("work"));
    return (Map<?, ?>) Objects.requireNonNull(work.get(protocol));
  }

  private static int connectionsTo(TlsFront server) {
    return server.recorder().connections().size();
  }

  @Test
  void withNothingKnownItIsUnknownAndNothingIsOnTheWire() {
    on35(application.runner())
        .run(
            started(
                context -> {
                  Health health = health(context);
                  assertEquals(Status.UNKNOWN, health.getStatus());
                  assertEquals(Map.of("status", "UNKNOWN"), service(health, "submissions"));
                  health(context);
                }));
    assertEquals(0, connectionsTo(application.submission));
    assertEquals(0, connectionsTo(application.access));
  }

  @Test
  void aGoodConnectionIsUpAndHealthAddsNoneOfItsOwn() {
    on35(application.runner())
        .run(
            started(
                context -> {
                  ObservedApplication.send(context);
                  Health health = health(context);
                  assertEquals(Status.UP, health.getStatus());
                  Map<?, ?> submission = service(health, "submissions");
                  assertEquals("UP", submission.get("status"));
                  assertEquals("authenticated", submission.get("level"));
                  assertEquals(
                      "localhost:" + application.submission.port(), submission.get("server"));
                  assertTrue(
                      (long) Objects.requireNonNull(submission.get("certificateDaysLeft")) > 0);
                  assertEquals("UNKNOWN", service(health, "imaps").get("status"));
                }));
    assertEquals(1, connectionsTo(application.submission));
    assertEquals(0, connectionsTo(application.access));
  }

  @Test
  void aCertificateThatEndsSoonIsADetail() {
    on35(application.runner("mailclad.health.certificate-warning=36500d"))
        .run(
            started(
                context -> {
                  ObservedApplication.send(context);
                  Health health = health(context);
                  assertEquals(Status.UP, health.getStatus());
                  assertEquals(true, service(health, "submissions").get("expiresSoon"));
                }));
    on35(application.runner("mailclad.health.certificate-warning=1s"))
        .run(
            started(
                context -> {
                  ObservedApplication.send(context);
                  assertFalse(service(health(context), "submissions").containsKey("expiresSoon"));
                }));
  }

  @Test
  void byDefaultTheLifetimeOfTheCertificateDecidesWhatIsSoon() {
    on35(application.runner())
        .run(
            started(
                context -> {
                  ObservedApplication.send(context);
                  assertFalse(service(health(context), "submissions").containsKey("expiresSoon"));
                }));
    Instant now = Instant.now();
    Issued ending =
        CertificateBuilder.server()
            .dns("localhost")
            .validity(now.minus(Duration.ofDays(40)), now.plus(Duration.ofDays(7)))
            .issuedBy(application.applications.root);
    try (TlsFront server =
        TlsFront.builder().certificate(ending).dialogue(new SmtpDialogue()).start()) {
      on35(application.submittingTo(server))
          .run(
              started(
                  context -> {
                    ObservedApplication.send(context);
                    assertEquals(true, service(health(context), "submissions").get("expiresSoon"));
                  }));
    }
  }

  @Test
  void aRefusalIsDownWithItsCodeThoughAnotherServiceIsUp() {
    on35(application.submittingTo(application.untrusted))
        .run(
            started(
                context -> {
                  ObservedApplication.sendInVain(context);
                  ObservedApplication.read(context);
                  Health health = health(context);
                  assertEquals(Status.DOWN, health.getStatus());
                  Map<?, ?> submission = service(health, "submissions");
                  assertEquals("DOWN", submission.get("status"));
                  assertEquals("untrusted-issuer", submission.get("code"));
                  assertFalse(String.valueOf(submission.get("summary")).isEmpty());
                  assertEquals("UP", service(health, "imaps").get("status"));
                  assertFalse(health.toString().contains(PASSWORD));
                }));
  }

  @Test
  void aGoodConnectionAfterARefusalIsUpAgain() {
    FixedClock clock = FixedClock.at(Instant.parse("2026-11-22T12:00:00Z"));
    ConnectionJournal journal = new ConnectionJournal(clock);
    on35(application.runner())
        .run(
            started(
                context -> {
                  MailInventory inventory = context.getBean(MailInventory.class);
                  MailHealth health =
                      new MailHealth(inventory, journal, Duration.ofDays(14), clock);
                  ObservedApplication.send(context);
                  var security =
                      context
                          .getBean(ConnectionJournal.class)
                          .service("work", MailProtocol.SUBMISSION)
                          .secured()
                          .orElseThrow()
                          .security();
                  SecurityListener listener = journal.of("work");
                  listener.onRefused(
                      security.service(),
                      security.endpoint(),
                      new io.github.mailclad.refusal.TlsStartRefusal.StarttlsInjection());
                  assertEquals(MailHealth.State.DOWN, health.verdict().state());
                  listener.onConnected(security);
                  assertEquals(MailHealth.State.UP, health.verdict().state());
                }));
  }

  @Test
  void aCachedProbeConnectsOnceInAnIntervalAndShowsNoCredentials() {
    on35(application.runner(CACHED))
        .run(
            started(
                context -> {
                  for (int i = 0; i < 3; i++) {
                    Health health = health(context);
                    assertEquals(Status.UP, health.getStatus(), health.toString());
                    assertEquals("UP", service(health, "submissions").get("status"));
                    assertEquals("UP", service(health, "imaps").get("status"));
                    assertTrue(service(health, "imaps").containsKey("certificateDaysLeft"));
                  }
                }));
    for (TlsFront server : new TlsFront[] {application.submission, application.access}) {
      assertEquals(1, connectionsTo(server));
      server.recorder().awaitEnds(Duration.ofSeconds(10));
      byte[] said = server.recorder().clientPlain();
      assertTrue(said.length > 0);
      assertEquals(
          java.util.List.of(),
          new Sentinels("alice", PASSWORD, "no token", "no body").secretsIn(said));
      String text = new String(said, StandardCharsets.ISO_8859_1);
      assertFalse(text.contains("alice"), text);
      assertFalse(text.contains("AUTH"), text);
      assertFalse(text.contains("LOGIN"), text);
    }
    assertFalse(application.smtp.isLoginCompleted());
  }

  @Test
  void aProbeThatIsRefusedIsDown() {
    on35(application.submittingTo(application.untrusted, CACHED))
        .run(
            started(
                context -> {
                  Health health = health(context);
                  assertEquals(Status.DOWN, health.getStatus());
                  assertEquals("untrusted-issuer", service(health, "submissions").get("code"));
                  assertEquals("UP", service(health, "imaps").get("status"));
                }));
  }

  @Test
  void aServerThatIsGoneIsDown() {
    application.access.close();
    on35(application.runner(CACHED))
        .run(
            started(
                context -> {
                  Health health = health(context);
                  assertEquals(Status.DOWN, health.getStatus());
                  assertTrue(service(health, "imaps").containsKey("problem"));
                }));
  }

  @Test
  void theNextProbeIsMadeWhenTheIntervalIsOver() {
    FixedClock clock = FixedClock.at(Clock.systemUTC().instant());
    on35(application.runner())
        .run(
            started(
                context -> {
                  MailInventory inventory = context.getBean(MailInventory.class);
                  try (MailHealth health =
                      new MailHealth(
                              inventory, new ConnectionJournal(clock), Duration.ofDays(14), clock)
                          .probing(Duration.ofMinutes(5))) {
                    assertEquals(MailHealth.State.UP, health.verdict().state());
                    clock.advance(Duration.ofMinutes(5).minusSeconds(1));
                    health.verdict();
                    assertEquals(1, connectionsTo(application.submission));
                    clock.advance(Duration.ofSeconds(1));
                    Map<?, ?> work =
                        (Map<?, ?>) Objects.requireNonNull(health.verdict().details().get("work"));
                    assertEquals(2, connectionsTo(application.submission));
                    assertEquals(
                        clock.instant().toString(),
                        ((Map<?, ?>) Objects.requireNonNull(work.get("submissions"))).get("since"));
                  }
                }));
  }

  @Test
  void anAccountWithoutAMinimumLevelIsNotProbed() {
    on35(application.runner(CACHED, "mailclad.accounts.work.minimum-level=none"))
        .run(started(context -> assertEquals(Status.UNKNOWN, health(context).getStatus())));
    assertEquals(0, connectionsTo(application.submission));
  }
}
