package io.github.mailclad.doctor;

import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.Finding;
import io.github.mailclad.audit.Status;
import java.io.PrintWriter;
import java.util.List;

/**
 * A report for Nagios, Icinga and their kin: one line with performance data, then a line for each
 * deviation. The exit code of the program has their meaning in this format: 0 OK, 1 warning, 2
 * critical, 3 unknown.
 */
final class NagiosFormat implements ReportFormat {

  @Override
  public void write(AuditReport report, PrintWriter out) {
    List<Finding> deviations = report.deviations();
    long failures = count(deviations, Status.FAIL);
    long warnings = count(deviations, Status.WARN);
    long errors = count(report.findings(), Status.ERROR);
    out.printf(
        "MAIL %s - %s: %d failures, %d warnings, %d incomplete | failures=%d warnings=%d incomplete=%d%n",
        words(exitCode(report)),
        safe(report.subject()),
        failures,
        warnings,
        errors,
        failures,
        warnings,
        errors);
    for (Finding finding : deviations) {
      String where = finding.where() == null ? "" : finding.where() + ": ";
      out.println(
          finding.status() + " " + finding.check().id() + " " + safe(where + finding.sentence()));
    }
  }

  @Override
  public int exitCode(AuditReport report) {
    if (count(report.deviations(), Status.FAIL) > 0) {
      return 2;
    }
    if (!report.deviations().isEmpty()) {
      return 1;
    }
    return report.isIncomplete() ? 3 : 0;
  }

  private static String words(int code) {
    return switch (code) {
      case 0 -> "OK";
      case 1 -> "WARNING";
      case 2 -> "CRITICAL";
      default -> "UNKNOWN";
    };
  }

  private static long count(List<Finding> findings, Status status) {
    return findings.stream().filter(finding -> finding.status() == status).count();
  }

  /** Returns a text without the character that begins performance data. */
  private static String safe(String text) {
    return Markup.oneLine(text).replace('|', '/');
  }
}
