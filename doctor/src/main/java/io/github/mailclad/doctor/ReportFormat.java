package io.github.mailclad.doctor;

import io.github.mailclad.audit.AuditReport;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;

/** A form in which a report is written. */
interface ReportFormat {

  /** Writes a report; the caller closes the writer. */
  void write(AuditReport report, PrintWriter out);

  /** Returns the exit code of the program after this report. */
  default int exitCode(AuditReport report) {
    return ExitStatus.of(report).code();
  }

  /** Returns all formats, by the name that {@code --format} takes. */
  static Map<String, ReportFormat> all() {
    return new TreeMap<>(
        Map.of(
            "text", new TextFormat(),
            "json", new JsonFormat(),
            "html", new HtmlFormat(),
            "junit", new JunitFormat(),
            "nagios", new NagiosFormat(),
            "prometheus", new PrometheusFormat()));
  }
}
