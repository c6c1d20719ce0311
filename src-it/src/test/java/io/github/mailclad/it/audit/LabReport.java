package io.github.mailclad.it.audit;

import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.Finding;
import io.github.mailclad.audit.ServerAddress;
import io.github.mailclad.audit.Status;
import io.github.mailclad.audit.wire.Suites;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parts of a report in words that tests compare. */
final class LabReport {
  private LabReport() {}

  /** Returns the versions that the audit found at one place. */
  static Set<String> versions(AuditReport report, String where) {
    Set<String> versions = new TreeSet<>();
    for (Finding finding : report.findings()) {
      if (!place(finding).endsWith(where)) {
        continue;
      }
      switch (finding.check().id()) {
        case "tls-version-old" -> versions.addAll(finding.evidence().keySet());
        case "tls-1-3" ->
            versions.addAll(finding.status() == Status.PASS ? Set.of("TLS 1.3") : Set.of());
        // only TLS 1.2 has them
        case "tls12-safeguards" -> versions.add("TLS 1.2");
        default -> {}
      }
    }
    return versions;
  }

  static Set<String> weakSuites() {
    return Stream.of(Suites.BROKEN, Suites.STATIC_RSA, Suites.FINITE_FIELD, Suites.CBC)
        .flatMap(List::stream)
        .map(Suites::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the weak suites that the audit found at one place. */
  static Set<String> suites(AuditReport report, String where) {
    return report.findings().stream()
        .filter(finding -> place(finding).endsWith(where))
        .flatMap(finding -> Optional.ofNullable(finding.evidence().get("all suites")).stream())
        .flatMap(names -> Stream.of(names.split(", ", -1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static String place(Finding finding) {
    ServerAddress where = finding.where();
    return "%s %s %s"
        .formatted(
            finding.status(),
            finding.check().id(),
            where == null
                ? finding.sentence()
                : where.protocol() + " " + where.server() + ":" + where.port());
  }

  static List<String> with(AuditReport report, Status status) {
    return report.findings().stream()
        .filter(finding -> finding.status() == status)
        .map(LabReport::line)
        .toList();
  }

  static String line(Finding finding) {
    return finding.status()
        + " "
        + finding.check().id()
        + " "
        + finding.where()
        + ": "
        + finding.sentence();
  }
}
