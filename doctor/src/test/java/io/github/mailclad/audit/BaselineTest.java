package io.github.mailclad.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mailclad.fixtures.Requirement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BaselineTest {
  private static final ServerAddress SERVER =
      new ServerAddress("imap.example.org", "192.0.2.1", 993, "imaps");

  @Test
  @Requirement(value = "D-4.6-1", heldBy = "Baseline")
  void whatGotWorseIsReported() {
    Baseline before = Baseline.of(report(Status.PASS, Status.PASS, Status.WARN));
    assertEquals(List.of(), drift(before, report(Status.PASS, Status.PASS, Status.FAIL)));
    assertEquals(
        List.of(
            "tls-version-old imaps imap.example.org:993 (192.0.2.1) was good, and is now: FAIL"),
        drift(before, report(Status.FAIL, Status.PASS, Status.WARN)));
    assertEquals(
        List.of(
            "tlsa-published imaps imap.example.org:993 (192.0.2.1) was good, and is not found any more"),
        drift(before, report(Status.PASS)));
  }

  @Test
  void aServerThatDoesNotAnswerIsNoDrift() {
    Baseline before = Baseline.of(report(Status.PASS));
    assertEquals(List.of(), drift(before, report(Status.ERROR)));
  }

  @Test
  void aBaselineIsReadAsItWasWritten() {
    Baseline before = Baseline.of(report(Status.PASS, Status.INFO, Status.FAIL));
    assertEquals(before, Baseline.parse(before.text()));
    assertThrows(IllegalArgumentException.class, () -> Baseline.parse("{}"));
    assertThrows(
        IllegalArgumentException.class, () -> Baseline.parse(before.text() + "GOOD srv-target"));
  }

  private static List<String> drift(Baseline before, AuditReport now) {
    return before.compare(now).findings().stream()
        .filter(finding -> finding.check().equals(Catalogue.DRIFT))
        .filter(finding -> finding.status() != Status.PASS)
        .map(Finding::sentence)
        .toList();
  }

  /** A report with a result for each of three checks, as far as given. */
  private static AuditReport report(Status... results) {
    List<Check> checks =
        List.of(Catalogue.TLS_OLD, Catalogue.TLSA_PUBLISHED, Catalogue.CLOSE_NOTIFY);
    List<Status> given = Arrays.asList(results);
    List<Finding> findings =
        IntStream.range(0, given.size())
            .mapToObj(i -> new Finding(checks.get(i), given.get(i), SERVER, "a sentence"))
            .toList();
    return new AuditReport(
        "example.org", Instant.EPOCH, Profile.RFC8314, findings, List.of(SERVER));
  }
}
