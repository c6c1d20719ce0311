package io.github.mailclad.spring.autoconfigure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.Endpoint;
import io.github.mailclad.Host;
import io.github.mailclad.MailService;
import io.github.mailclad.mail.InsecureConnectionException;
import io.github.mailclad.refusal.Refusal;
import io.github.mailclad.refusal.SettingsRefusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tests that an unusable setting ends the start, by the name that a person wrote. */
class StartUpRefusalTest {
  private final Applications applications = new Applications();

  /**
   * A configuration that is refused.
   *
   * @param said what the description has to say
   * @param action text in the action
   */
  record Case(List<String> properties, String said, String action) {
    @Override
    public String toString() {
      return properties.get(properties.size() - 1);
    }
  }

  static List<Case> refused() {
    return List.of(
        spring(
            "properties.mail.smtp.ssl.trust=*",
            "spring.mail.properties.mail.smtp.ssl.trust: trusts servers without verifying them",
            "spring.mail.properties.mail.smtp.security.trust-anchors"),
        spring(
            "properties.mail.smtp.ssl.checkserveridentity=yes",
            "spring.mail.properties.mail.smtp.ssl.checkserveridentity: ",
            "true"),
        spring(
            "properties.mail.smtp.security.danger=1", "there is no such setting", "did you mean"),
        spring("ssl.verify-hostname=false", "spring.mail.ssl.verify-hostname: ", "remove it"),
        spring("ssl.enabled=false", "spring.mail.ssl.enabled: ", "remove it"),
        spring(
            "port=587",
            "spring.mail.port: connections to port 587 begin without TLS [cleartext-port]",
            "spring.mail.properties.mail.smtp.security.tls-start=starttls"),
        spring("host=not a host", "spring.mail.host: ", "[invalid-host]"),
        account(
            "properties.mail.security.revocation=hrad",
            "mailclad.accounts.work.properties.mail.security.revocation: ",
            "hard"),
        account(
            "minimum-level=encrypted",
            "mailclad.accounts.work.minimum-level: an account pin",
            "mailclad.accounts.work.submission.account-pin"),
        account(
            "properties.mail.submissions.class=org.eclipse.angus.mail.smtp.SMTPSSLTransport",
            "mailclad.accounts.work.properties.mail.submissions.class: names another mail provider",
            "remove it"),
        account("pins[0]=nonsense", "mailclad.accounts.work.pins: ", "sha256/"),
        account(
            "submission.port=587",
            "mailclad.accounts.work.submission.port: ",
            "mailclad.accounts.work.submission.tls-start=starttls"),
        account(
            "access.port=143",
            "mailclad.accounts.work.access.port: ",
            "mailclad.accounts.work.access.tls-start=starttls"),
        account(
            "properties.mail.submissions.host=elsewhere",
            "mailclad.accounts.work.properties.mail.submissions.host: contradicts mailclad.accounts.work.submission.host",
            "remove one of them"),
        new Case(
            List.of("mailclad.accounts.work.address=alice@example.org", "mailclad.primary=home"),
            "there is no account \"home\"",
            "[work]"),
        new Case(
            List.of("mailclad.accounts.work.password=secret"),
            "mailclad.accounts.work.address: ",
            "set the address"),
        new Case(
            List.of("mailclad.accounts.work.username=alice"),
            "mailclad.accounts.work.submission.host: is not set",
            "set submission.host, access.host or both"),
        new Case(
            List.of("mailclad.store.folder=/nowhere", "mailclad.store.data-source=primary"),
            "mailclad.store.data-source: contradicts mailclad.store.folder",
            "either"));
  }

  private static Case spring(String property, String said, String action) {
    return new Case(List.of("spring.mail.host=localhost", "spring.mail." + property), said, action);
  }

  private static Case account(String property, String said, String action) {
    String account = "mailclad.accounts.work.";
    return new Case(
        List.of(
            account + "address=alice@example.org",
            account + "password=" + Applications.PASSWORD,
            account + "submission.host=localhost",
            account + "access.host=localhost",
            account + property),
        said,
        action);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void itIsRefusedByItsName(Case refused) {
    applications
        .with(refused.properties().toArray(String[]::new))
        .run(
            context -> {
              FailureAnalysis analysis =
                  new MailSettingsFailureAnalyzer().analyze(failure(context.getStartupFailure()));
              assertNotNull(analysis, "" + context.getStartupFailure());
              assertTrue(
                  analysis.getDescription().contains(refused.said()), analysis.getDescription());
              String whole = analysis.getDescription() + "\n" + analysis.getAction();
              assertTrue(whole.contains(refused.action()), whole);
            });
  }

  @Test
  void allProblemsAreReportedTogether() {
    applications
        .with(
            "spring.mail.host=localhost",
            "spring.mail.properties.mail.smtp.ssl.trust=*",
            "spring.mail.ssl.verify-hostname=false")
        .run(
            context -> {
              FailureAnalysis analysis =
                  new MailSettingsFailureAnalyzer().analyze(failure(context.getStartupFailure()));
              assertNotNull(analysis);
              assertEquals(
                  2,
                  analysis.getDescription().lines().filter(l -> l.startsWith("    - ")).count(),
                  analysis.getDescription());
            });
  }

  @Test
  void anUnknownKeyIsAnErrorThatDoesNotShowItsValue() {
    applications
        .with("mailclad.accounts.work.passwort=" + Applications.PASSWORD, "mailclad.acounts.x=1")
        .run(
            context -> {
              FailureAnalysis analysis =
                  new UnknownSettingFailureAnalyzer().analyze(failure(context.getStartupFailure()));
              assertNotNull(analysis, text(context.getStartupFailure()));
              String whole = analysis.getDescription() + "\n" + analysis.getAction();
              assertTrue(
                  whole.contains("    - mailclad.accounts.work.passwort: there is no such setting"),
                  whole);
              assertTrue(whole.contains("mailclad.accounts.work.{access, address, dane"), whole);
              assertTrue(whole.contains("    - mailclad.acounts.x: "), whole);
              assertTrue(whole.contains("mailclad.{accounts, enabled, health"), whole);
              assertFalse(whole.contains(Applications.PASSWORD), whole);
              assertFalse(text(context.getStartupFailure()).contains(Applications.PASSWORD), whole);
            });
  }

  @Test
  void aRefusedConnectionAtTheStartIsExplained() {
    Refusal refusal =
        new SettingsRefusal.CleartextPort(587, "the test", "smtp", MailService.SUBMISSIONS);
    FailureAnalysis analysis =
        new RefusalFailureAnalyzer()
            .analyze(
                new IllegalStateException(
                    "Mail server is not available",
                    new InsecureConnectionException(
                        new Endpoint(Host.of("localhost"), 587, Endpoint.Provenance.CONFIGURED),
                        refusal,
                        null)));
    assertNotNull(analysis);
    assertTrue(analysis.getDescription().contains("localhost:587"), analysis.getDescription());
    assertTrue(analysis.getDescription().contains("[cleartext-port]"), analysis.getDescription());
    assertTrue(analysis.getAction().contains(refusal.remedy()), analysis.getAction());
  }

  private static Throwable failure(@Nullable Throwable failure) {
    if (failure == null) {
      throw new AssertionError("it started");
    }
    return failure;
  }

  private static String text(@Nullable Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      text.append(each).append('\n');
    }
    return text.toString();
  }
}
