package io.github.mailclad.it.audit;

import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.Finding;
import io.github.mailclad.audit.ServerAddress;
import io.github.mailclad.audit.Status;
import io.github.mailclad.audit.wire.Suites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parts of a report in words that tests compare. */
final class LabReport {
  /** Identifier and statuses of a check in docs/audit.md. */
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z0-9-]+)` \\| [^|]+ \\| ([^|]+) \\|");

  private LabReport() {}

  /** Returns the statuses of a deviation from each check, as they are documented. */
  static Map<String, String> documented() throws IOException {
    Path document = Path.of(System.getProperty("mailclad.root", "."), "docs/audit.md");
    Map<String, String> checks = new TreeMap<>();
    Matcher rows = ROW.matcher(Files.readString(document));
    while (rows.find()) {
      checks.put(rows.group(1), rows.group(2));
    }
    return checks;
  }

  /** Returns the checks that have no result in these reports. */
  static Set<String> withoutResult(AuditReport... reports) throws IOException {
    Set<String> checks = documented().keySet();
    Stream.of(reports)
        .flatMap(report -> report.findings().stream())
        .forEach(finding -> checks.remove(finding.check().id()));
    return checks;
  }

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
