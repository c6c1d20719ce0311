package io.github.mailclad.doctor;

import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.Finding;
import io.github.mailclad.audit.Status;
import io.github.mailclad.remedy.Remedy;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * A report as one HTML page without scripts and without other files: the verdict, each deviation
 * with its explanation and remedies, and the technical details of all checks.
 */
final class HtmlFormat implements ReportFormat {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
      body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      .verdict { padding: 1rem; border-left: .5rem solid; }
      .good { border-color: #1a7f37; } .bad { border-color: #cf222e; } .unknown { border-color: #9a6700; }
      article { border-top: 1px solid #8886; padding: .5rem 0; }
      .status { font-weight: bold; }
      .FAIL { color: #cf222e; } .WARN, .ERROR { color: #9a6700; } .PASS { color: #1a7f37; }
      pre { overflow-x: auto; padding: .5rem; background: #8882; }
      table { border-collapse: collapse; width: 100%; } td, th { text-align: left; vertical-align: top;
        padding: .2rem .5rem; border-top: 1px solid #8884; overflow-wrap: anywhere; }
      """;

  @Override
  public void write(AuditReport report, PrintWriter out) {
    List<Finding> deviations = report.deviations();
    String subject = Markup.escaped(report.subject());
    out.println("<!DOCTYPE html>");
    out.println("<html lang=\"en\"><head><meta charset=\"utf-8\">");
    out.println(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
    out.println("<meta name=\"viewport\" content=\"width=device-width\">");
    out.println("<title>Mail security of " + subject + "</title>");
    out.println("<style>" + STYLE + "</style></head><body>");
    out.println("<h1>Mail security of " + subject + "</h1>");
    out.println(verdict(report, deviations.size()));
    if (!deviations.isEmpty()) {
      out.println("<h2>Deviations</h2>");
      deviations.forEach(finding -> explain(finding, out));
    }
    details(report, out);
    out.println("</body></html>");
  }

  private static String verdict(AuditReport report, int deviations) {
    String kind = deviations > 0 ? "bad" : report.isIncomplete() ? "unknown" : "good";
    String words =
        switch (kind) {
          case "bad" -> deviations + (deviations == 1 ? " deviation" : " deviations") + " from ";
          case "unknown" -> "No deviation found, but not every check was complete, by ";
          default -> "No deviation from ";
        };
    return "<p class=\"verdict %s\"><strong>%s%s</strong><br>%s, %d checks at %d servers</p>"
        .formatted(
            kind,
            words,
            report.profile().label(),
            Markup.escaped(report.time().toString()),
            report.findings().size(),
            report.servers().size());
  }

  private static void explain(Finding finding, PrintWriter out) {
    out.println("<article><h3>" + Markup.escaped(finding.check().title()) + "</h3>");
    out.println("<p>" + status(finding.status()) + " " + Markup.escaped(where(finding)));
    out.println(Markup.escaped(finding.sentence()) + "</p>");
    List<Remedy> remedies = JsonFormat.remedies(finding);
    for (Remedy remedy : remedies) {
      out.printf(
          "<details><summary>%s: %s</summary><pre>%s</pre></details>%n",
          Markup.escaped(remedy.server().label()),
          Markup.escaped(remedy.file()),
          remedy.text().lines().map(Markup::escaped).reduce("", (a, b) -> a + b + "\n"));
    }
    out.println("</article>");
  }

  private static void details(AuditReport report, PrintWriter out) {
    out.println("<h2>Technical details</h2><table>");
    out.println("<tr><th>Check</th><th>Result</th><th>Where</th><th>Found</th></tr>");
    for (Finding finding : report.findings()) {
      StringBuilder facts = new StringBuilder(Markup.escaped(finding.sentence()));
      finding
          .evidence()
          .forEach(
              (name, value) -> facts.append("<br>").append(Markup.escaped(name + ": " + value)));
      out.printf(
          "<tr><td>%s<br>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>%n",
          Markup.escaped(finding.check().id()),
          Markup.escaped(String.join(" ", finding.check().requirements())),
          status(finding.status()),
          Markup.escaped(where(finding)),
          facts);
    }
    out.println("</table>");
  }

  private static String status(Status status) {
    return "<span class=\"status %s\">%s</span>"
        .formatted(status.name(), status.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  private static String where(Finding finding) {
    return finding.where() == null ? "" : finding.where().toString();
  }
}
