package io.github.mailclad.doctor;

import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.Finding;
import io.github.mailclad.audit.ServerAddress;
import io.github.mailclad.audit.Status;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** A report in Prometheus's text format 0.0.4, for the text file collector or a gateway. */
final class PrometheusFormat implements ReportFormat {

  @Override
  public void write(AuditReport report, PrintWriter out) {
    String subject = "subject=\"" + value(report.subject()) + "\"";
    head("mailclad_doctor_deviations", "Deviations from the profile.", out);
    line(
        "mailclad_doctor_deviations",
        subject + ",profile=\"" + report.profile().label() + "\"",
        report.deviations().size(),
        out);
    head("mailclad_doctor_time_seconds", "The time of the audit.", out);
    line("mailclad_doctor_time_seconds", subject, report.time().getEpochSecond(), out);
    head(
        "mailclad_doctor_check",
        "Each check: 0 pass, 1 warn, 2 fail, 3 error; nothing for what was not examined.",
        out);
    // one series stands for a check at a place, and the worst result counts
    Map<String, Integer> worst = new LinkedHashMap<>();
    for (Finding finding : report.findings()) {
      int number = number(finding.status());
      if (number >= 0) {
        worst.merge(subject + labels(finding), number, Math::max);
      }
    }
    worst.forEach((labels, number) -> line("mailclad_doctor_check", labels, number, out));
  }

  private static String labels(Finding finding) {
    String labels = ",check=\"" + finding.check().id() + "\"";
    ServerAddress where = finding.where();
    return where == null
        ? labels
        : labels
            + ",server=\""
            + value(where.server())
            + "\",address=\""
            + value(where.address() == null ? "" : where.address())
            + "\",port=\""
            + where.port()
            + "\",protocol=\""
            + value(where.protocol())
            + "\"";
  }

  private static int number(Status status) {
    return switch (status) {
      case PASS -> 0;
      case WARN -> 1;
      case FAIL -> 2;
      case ERROR -> 3;
      case INFO, NOT_APPLICABLE, NOT_OBSERVABLE -> -1;
    };
  }

  private static void head(String name, String help, PrintWriter out) {
    out.print("# HELP " + name + " " + help + "\n# TYPE " + name + " gauge\n");
  }

  private static void line(String name, String labels, long number, PrintWriter out) {
    out.print(name + "{" + labels + "} " + number + "\n");
  }

  private static String value(String text) {
    return Markup.oneLine(text.replace("\\", "\\\\").replace("\"", "\\\""));
  }
}
