package io.github.mailclad.spring.autoconfigure;

import static io.github.mailclad.spring.autoconfigure.Applications.all;
import static io.github.mailclad.spring.autoconfigure.Applications.bundle;
import static io.github.mailclad.spring.autoconfigure.Applications.started;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Tests of the log lines at the start of each mail sender and each account. */
@ExtendWith(OutputCaptureExtension.class)
class StartUpLineTest {
  private final Applications applications = new Applications();

  private List<String> lines(CapturedOutput output, String... properties) {
    applications.with(properties).run(started(context -> {}));
    return output
        .getAll()
        .lines()
        .filter(line -> line.contains(".StartUpLine "))
        .map(line -> line.replaceFirst(".*\\b(INFO|WARN)\\b.*StartUpLine -+ ", "$1 "))
        .toList();
  }

  private static final String[] SENDER = {
    "spring.mail.host=smtp.example.org",
    "spring.mail.username=alice",
    "spring.mail.password=" + Applications.PASSWORD
  };

  private static final List<String> ACCOUNT =
      List.of(
          "mailclad.accounts.work.address=alice@example.org",
          "mailclad.accounts.work.password=" + Applications.PASSWORD);

  @Test
  void aSenderIsNamedWithItsServerAndItsBundle(CapturedOutput output) {
    List<String> lines =
        lines(
            output,
            all(
                List.of(SENDER),
                bundle("mailca", applications.root),
                "spring.mail.ssl.bundle=mailca"));
    assertEquals(
        List.of("INFO mailSender: submissions smtp.example.org:465, verified, SSL bundle mailca"),
        lines);
    assertFalse(output.getAll().contains(Applications.PASSWORD));
  }

  @Test
  void theTrustWithoutABundleIsNamed(CapturedOutput output) {
    assertEquals(
        List.of(
            "INFO mailSender: submission smtp.example.org:2587 (STARTTLS), verified, the platform's trust anchors"),
        lines(
            output,
            all(
                List.of(SENDER),
                List.of(
                    "spring.mail.properties.mail.smtp.port=2587",
                    "spring.mail.properties.mail.smtp.security.tls-start=starttls"))));
  }

  @Test
  void aSenderWithoutALoginIsNamedAsSuch(CapturedOutput output) {
    assertEquals(
        List.of(
            "INFO mailSender: submissions relay.example.org:465, verified, the platform's trust anchors, without a login"),
        lines(output, "spring.mail.host=relay.example.org"));
  }

  @Test
  void bothServicesOfAnAccountAreInItsLine(CapturedOutput output) {
    assertEquals(
        List.of(
            "INFO work: submissions smtp.example.org:465, verified, the platform's trust anchors; imaps imap.example.org:1993, verified, the platform's trust anchors"),
        lines(
            output,
            all(
                ACCOUNT,
                List.of(
                    "mailclad.accounts.work.submission.host=smtp.example.org",
                    "mailclad.accounts.work.access.host=imap.example.org",
                    "mailclad.accounts.work.access.port=1993"))));
  }

  @Test
  void discoveredServersAreNamedAsSuch(CapturedOutput output) {
    List<String> lines = lines(output, all(ACCOUNT, List.of()));
    assertEquals(1, lines.size());
    assertTrue(
        lines.get(0).startsWith("INFO work: submissions at servers discovered by DNS, verified"),
        lines.get(0));
  }

  @Test
  void anEntryWithoutAMinimumLevelIsAWarning(CapturedOutput output) {
    assertEquals(
        List.of("WARN mailSender: submissions localhost:1025, not secured (minimum level none)"),
        lines(
            output,
            all(
                List.of(
                    "spring.mail.host=localhost",
                    "spring.mail.port=1025",
                    "spring.mail.properties.mail.smtp.auth=false",
                    "spring.mail.username=alice"),
                List.of("spring.mail.properties.mail.smtp.security.minimum-level=none"))));
  }

  @Test
  void anAccountThatSaysSoSubmitsWithoutALogin(CapturedOutput output) {
    List<String> lines =
        lines(
            output,
            "mailclad.accounts.relay.username=nobody",
            "mailclad.accounts.relay.submission.host=relay.example.org",
            "mailclad.accounts.relay.properties.mail.submissions.auth=false");
    assertEquals(
        List.of(
            "INFO relay: submissions relay.example.org:465, verified, the platform's trust anchors, without a login"),
        lines);
  }
}
