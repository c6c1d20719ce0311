package io.github.mailclad.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The results of an earlier audit, to which a later one is compared (RFC 8314, section 4.6).
 * Immutable.
 *
 * @param results the worst result of each check at each place
 */
public record Baseline(Map<String, Status> results) {
  private static final String HEAD = "mailclad-audit-baseline 1";
  private static final List<Status> WORST_LAST =
      List.of(
          Status.NOT_OBSERVABLE,
          Status.NOT_APPLICABLE,
          Status.PASS,
          Status.INFO,
          Status.ERROR,
          Status.WARN,
          Status.FAIL);

  public Baseline {
    results = Map.copyOf(results);
  }

  /** Returns the baseline of a report. */
  public static Baseline of(AuditReport report) {
    Map<String, Status> results = new TreeMap<>();
    for (Finding finding : report.findings()) {
      results.merge(key(finding), finding.status(), Baseline::worse);
    }
    return new Baseline(results);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if the text is not a baseline
   */
  public static Baseline parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(HEAD)) {
      throw new IllegalArgumentException("the first line of a baseline is '" + HEAD + "'");
    }
    Map<String, Status> results = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int space = line.indexOf(' ');
      if (space < 0) {
        throw new IllegalArgumentException("not a line of a baseline: " + line);
      }
      results.put(line.substring(space + 1), Status.valueOf(line.substring(0, space)));
    }
    return new Baseline(results);
  }

  /** Returns the text to store, a line for each check and place. */
  public String text() {
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    new TreeMap<>(results)
        .forEach((key, status) -> text.append(status).append(' ').append(key).append('\n'));
    return text.toString();
  }

  /** Returns the report with a finding for each result that got worse since this baseline. */
  public AuditReport compare(AuditReport report) {
    List<Finding> findings = new ArrayList<>();
    Map<String, Status> now = of(report).results();
    new TreeMap<>(results)
        .forEach(
            (key, before) -> {
              Status after = now.get(key);
              if (before == Status.PASS && after == null) {
                findings.add(drift(Status.WARN, key + " was good, and is not found any more"));
              } else if (before == Status.PASS && after != Status.PASS && after != Status.ERROR) {
                findings.add(drift(Status.WARN, key + " was good, and is now: " + after));
              }
            });
    if (findings.isEmpty()) {
      findings.add(drift(Status.PASS, "nothing got worse since the baseline"));
    }
    findings.addAll(report.findings());
    return new AuditReport(
        report.subject(), report.time(), report.profile(), findings, report.servers());
  }

  private static Finding drift(Status status, String sentence) {
    return new Finding(Catalogue.DRIFT, status, /* where= */ null, sentence);
  }

  private static String key(Finding finding) {
    return finding.check().id() + (finding.where() == null ? "" : " " + finding.where());
  }

  private static Status worse(Status one, Status other) {
    return WORST_LAST.indexOf(one) > WORST_LAST.indexOf(other) ? one : other;
  }
}
