package io.github.mailclad.doctor;

import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.Finding;
import io.github.mailclad.audit.Status;
import java.io.PrintWriter;
import java.util.List;

/**
 * A report as JUnit XML for build servers: a test case for each finding. A deviation from the
 * profile is a failure, an incomplete check an error, and what was not examined is skipped.
 */
final class JunitFormat implements ReportFormat {

  @Override
  public void write(AuditReport report, PrintWriter out) {
    List<Finding> all = report.findings();
    out.println("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    out.printf(
        "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\" timestamp=\"%s\">%n",
        Markup.escaped("mailclad-doctor " + report.subject()),
        all.size(),
        report.deviations().size(),
        all.stream().filter(finding -> finding.status() == Status.ERROR).count(),
        all.stream().filter(JunitFormat::isSkipped).count(),
        Markup.escaped(report.time().toString()));
    for (Finding finding : all) {
      write(finding, report.deviations().contains(finding), out);
    }
    out.println("</testsuite>");
  }

  private static boolean isSkipped(Finding finding) {
    return finding.status() == Status.NOT_APPLICABLE || finding.status() == Status.NOT_OBSERVABLE;
  }

  private static void write(Finding finding, boolean fails, PrintWriter out) {
    String where = finding.where() == null ? "domain" : finding.where().toString();
    out.printf(
        "  <testcase classname=\"%s\" name=\"%s\">%n",
        Markup.escaped(where), Markup.escaped(finding.check().id()));
    String message = Markup.escaped(finding.sentence());
    String type = finding.status().name();
    if (fails) {
      out.printf("    <failure type=\"%s\" message=\"%s\">", type, message);
      finding.evidence().forEach((name, value) -> out.println(Markup.escaped(name + ": " + value)));
      out.println("</failure>");
    } else if (finding.status() == Status.ERROR) {
      out.printf("    <error type=\"%s\" message=\"%s\"/>%n", type, message);
    } else if (isSkipped(finding)) {
      out.printf("    <skipped message=\"%s\"/>%n", message);
    } else {
      out.printf("    <system-out>%s: %s</system-out>%n", type, message);
    }
    out.println("  </testcase>");
  }
}
