package io.github.mailclad.spring.autoconfigure;

import static io.github.mailclad.spring.autoconfigure.Applications.PASSWORD;
import static io.github.mailclad.spring.autoconfigure.Applications.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.mailclad.spring.MailInventory;
import io.github.mailclad.spring.actuate.MailOverview;
import io.github.mailclad.spring.actuate.MailReport;
import io.github.mailclad.spring.actuate.MailcladEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.endpoint.invoke.convert.ConversionServiceParameterValueMapper;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpointDiscoverer;
import org.springframework.context.ApplicationContext;

/** The reports of the endpoint, and the secrets that it never shows. */
class MailcladEndpointTest {
  private static final String EXPOSED = "management.endpoints.web.exposure.include=mailclad";

  private final ObservedApplication application = new ObservedApplication();

  @AfterEach
  void close() {
    application.close();
  }

  private static MailReport work(ApplicationContext context) {
    return Objects.requireNonNull(context.getBean(MailcladEndpoint.class).entry("work"));
  }

  @Test
  void beforeTheFirstConnectionThereAreAccountsAndPolicies() {
    application
        .runner(
            EXPOSED,
            "mailclad.accounts.work.dane=require",
            "mailclad.accounts.work.properties.mail.security.oldest-tls=TLSv1.3")
        .run(
            started(
                context -> {
                  MailReport work = work(context);
                  assertEquals("account", work.kind());
                  assertEquals("alice", work.user());
                  assertEquals("unknown", work.indicator().code());
                  assertEquals(List.of(), work.warnings());
                  assertEquals(
                      List.of("submissions", "imaps"),
                      work.services().stream().map(MailReport.Service::protocol).toList());
                  MailReport.Service submission = work.services().get(0);
                  assertEquals("localhost", submission.host());
                  assertEquals(application.submission.port(), submission.port());
                  assertNull(submission.lastConnection());
                  assertNull(submission.settings());
                  MailReport.Policy policy = Objects.requireNonNull(submission.policy());
                  assertEquals("authenticated", policy.minimumLevel());
                  assertEquals(List.of("TLSv1.3"), policy.tlsVersions());
                  assertTrue(policy.dane().startsWith("require"), policy.dane());
                  assertTrue(policy.revocation().startsWith("soft"), policy.revocation());
                  assertTrue(
                      work.providers().stream()
                          .allMatch(p -> p.provider().startsWith("io.github.mailclad.")),
                      work.providers().toString());
                }));
    assertEquals(0, application.submission.recorder().connections().size());
    assertEquals(0, application.access.recorder().connections().size());
  }

  @Test
  void theTrustOfABundleIsNamedWithItsAuthorities() {
    application
        .runner(EXPOSED)
        .run(
            started(
                context ->
                    assertEquals(
                        "SSL bundle \"lab\" (it contains: CN=Test Root)",
                        Objects.requireNonNull(work(context).services().get(0).policy()).trust())));
  }

  @Test
  void theOverviewHasALineForEachService() {
    application
        .runner(EXPOSED)
        .run(
            started(
                context -> {
                  MailcladEndpoint endpoint = context.getBean(MailcladEndpoint.class);
                  String submission = "localhost:" + application.submission.port();
                  String access = "localhost:" + application.access.port();
                  assertEquals(
                      List.of(
                          new MailOverview.ServiceLine("submissions", submission, "unknown", null),
                          new MailOverview.ServiceLine("imaps", access, "unknown", null)),
                      endpoint.overview().entries().get(0).services());
                  ObservedApplication.send(context);
                  MailOverview.Entry line = endpoint.overview().entries().get(0);
                  assertEquals("work", line.name());
                  assertEquals("account", line.kind());
                  MailReport.Certificate certificate =
                      Objects.requireNonNull(work(context).services().get(0).certificate());
                  assertEquals(
                      new MailOverview.ServiceLine(
                          "submissions", submission, "verified", certificate.daysLeft()),
                      line.services().get(0));
                }));
    application
        .submittingTo(application.untrusted, EXPOSED)
        .run(
            started(
                context -> {
                  ObservedApplication.sendInVain(context);
                  assertEquals(
                      "untrusted-issuer",
                      context
                          .getBean(MailcladEndpoint.class)
                          .overview()
                          .entries()
                          .get(0)
                          .services()
                          .get(0)
                          .state());
                }));
  }

  @Test
  void theOverviewReadsNoFile(@TempDir Path folder) throws Exception {
    Path anchors = Files.writeString(folder.resolve("ca.pem"), application.applications.root.pem());
    application
        .plain()
        .withPropertyValues(
            EXPOSED,
            "mailclad.accounts.work.address=alice@example.org",
            "mailclad.accounts.work.password=" + Applications.PASSWORD,
            "mailclad.accounts.work.submission.host=localhost",
            "mailclad.accounts.work.access.host=localhost",
            "mailclad.properties.mail.security.trust-anchors=" + anchors)
        .run(
            started(
                context -> {
                  Files.delete(anchors);
                  MailcladEndpoint endpoint = context.getBean(MailcladEndpoint.class);
                  assertEquals(
                      "unknown", endpoint.overview().entries().get(0).services().get(0).state());
                  assertNotNull(work(context).services().get(0).policy());
                }));
  }

  @Test
  void theNewestConnectionIsReported() {
    application
        .runner(EXPOSED)
        .run(
            started(
                context -> {
                  ObservedApplication.send(context);
                  MailReport.Service submission = work(context).services().get(0);
                  assertEquals("confidential", submission.indicator().code());
                  MailReport.Connection last = Objects.requireNonNull(submission.lastConnection());
                  assertEquals("submissions", last.service());
                  assertEquals("localhost:" + application.submission.port(), last.server());
                  assertEquals("authenticated", last.level());
                  assertEquals("TLSv1.3", last.tlsVersion());
                  assertNotNull(last.cipherSuite());
                  assertEquals(false, last.resumed());
                  assertEquals("DNS-ID localhost", last.matched());
                  assertTrue(
                      Objects.requireNonNull(last.evidence()).contains("Test Root"),
                      last.evidence());
                  MailReport.Certificate certificate =
                      Objects.requireNonNull(submission.certificate());
                  assertEquals(
                      application.applications.certificate.certificate().getNotAfter().toInstant(),
                      certificate.notAfter());
                  assertTrue(certificate.daysLeft() > 0);
                  assertEquals("unknown", work(context).indicator().code());
                  ObservedApplication.read(context);
                  assertEquals("confidential", work(context).indicator().code());
                }));
  }

  @Test
  void theNewestRefusalIsReportedWithItsRemedy() {
    application
        .submittingTo(application.untrusted, EXPOSED)
        .run(
            started(
                context -> {
                  ObservedApplication.sendInVain(context);
                  MailReport.Service submission = work(context).services().get(0);
                  MailReport.Refused refused = Objects.requireNonNull(submission.lastRefusal());
                  assertEquals("untrusted-issuer", refused.code());
                  assertEquals("localhost:" + application.untrusted.port(), refused.server());
                  assertFalse(refused.summary().isEmpty());
                  assertTrue(refused.remedy().contains("SSL bundle \"lab\""), refused.remedy());
                  assertTrue(
                      refused.details().get(0).contains("SSL bundle \"lab\""),
                      refused.details().toString());
                  assertNull(submission.lastConnection());
                  assertEquals("unknown", submission.indicator().code());
                }));
  }

  @Test
  void noSecretIsReportedAndTheUserNameStandsInOnePlace() {
    application
        .runner(EXPOSED)
        .run(
            started(
                context -> {
                  ObservedApplication.send(context);
                  ObservedApplication.read(context);
                  String json =
                      new ObjectMapper()
                          .registerModule(new JavaTimeModule())
                          .writeValueAsString(work(context));
                  assertFalse(json.contains(PASSWORD), json);
                  assertEquals(1, Pattern.compile("alice").matcher(json).results().count(), json);
                  assertTrue(json.contains("\"user\":\"alice\""), json);
                  assertFalse(json.contains("mail.security."), json);
                }));
  }

  @Test
  void thereIsNothingToTellOfAnUnknownEntry() {
    application
        .runner(EXPOSED)
        .run(
            started(
                context -> {
                  assertNull(context.getBean(MailcladEndpoint.class).entry("other"));
                  assertNotNull(context.getBean(MailInventory.class));
                }));
  }

  @Test
  void overTheWebAllEntriesAndOneCanBeRead() {
    application
        .plain()
        .withPropertyValues(EXPOSED)
        .run(
            started(
                context ->
                    assertEquals(
                        List.of("mailclad", "mailclad/{name}"),
                        web(context).getEndpoints().stream()
                            .flatMap(endpoint -> endpoint.getOperations().stream())
                            .map(operation -> operation.getRequestPredicate().getPath())
                            .sorted()
                            .toList())));
  }

  private static WebEndpointDiscoverer web(ApplicationContext context) {
    return new WebEndpointDiscoverer(
        context,
        new ConversionServiceParameterValueMapper(),
        EndpointMediaTypes.DEFAULT,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
