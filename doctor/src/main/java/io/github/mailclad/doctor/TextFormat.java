package io.github.mailclad.doctor;

import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.Finding;
import io.github.mailclad.audit.Status;
import io.github.mailclad.remedy.Remedy;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A report for a terminal of 80 columns. */
final class TextFormat implements ReportFormat {
  private static final int COLUMNS = 80;

  @Override
  public void write(AuditReport report, PrintWriter out) {
    out.println(Markup.oneLine(report.subject()));
    for (Finding finding : report.findings()) {
      if (!isQuestion(finding)) {
        write(finding, out);
      }
    }
    out.printf(
        Locale.ROOT,
        "%d findings, %d deviations from %s%n",
        report.findings().size(),
        report.deviations().size(),
        report.profile().label());
    writeRemedies(report, out);
    writeQuestions(report, out);
  }

  /** Returns whether only the operator can say it, of the whole domain. */
  private static boolean isQuestion(Finding finding) {
    return finding.status() == Status.NOT_OBSERVABLE && finding.where() == null;
  }

  /** Writes a line to tick for each rule that the audit cannot see, with the reason. */
  private static void writeQuestions(AuditReport report, PrintWriter out) {
    List<Finding> questions = report.findings().stream().filter(TextFormat::isQuestion).toList();
    if (questions.isEmpty()) {
      return;
    }
    out.println();
    out.println("Questions to the operator, which an audit from outside cannot answer:");
    for (Finding question : questions) {
      wrapped("  [ ] " + question.check().title(), 6, out);
      wrapped("      not seen: " + question.sentence(), 8, out);
      wrapped(
          "      ["
              + question.check().id()
              + "] "
              + String.join(" ", question.check().requirements()),
          8,
          out);
    }
  }

  /** Writes the remedies of each check that deviates, once for all places. */
  private static void writeRemedies(AuditReport report, PrintWriter out) {
    Map<String, Set<Remedy>> remedies = new LinkedHashMap<>();
    for (Finding finding : report.deviations()) {
      for (Remedy remedy : JsonFormat.remedies(finding)) {
        remedies.computeIfAbsent(finding.check().id(), id -> new LinkedHashSet<>()).add(remedy);
      }
    }
    remedies.forEach(
        (check, all) -> {
          out.println();
          out.println("Remedies for " + check + ":");
          for (Remedy remedy : all) {
            out.println("  " + remedy.server().label() + ", " + remedy.file() + ":");
            // lines to copy are not wrapped
            remedy.text().lines().forEach(line -> out.println("    " + line));
          }
        });
  }

  private static void write(Finding finding, PrintWriter out) {
    String status = finding.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String where = finding.where() == null ? "" : finding.where() + ": ";
    wrapped("%-7s %s%s".formatted(status, where, finding.sentence()), 8, out);
    if (finding.status() != Status.PASS) {
      finding
          .evidence()
          .forEach((name, value) -> wrapped("        " + name + ": " + value, 10, out));
    }
    if (finding.status().isDeviation()) {
      out.println("        [" + finding.check().id() + "]");
    }
  }

  private static void wrapped(String text, int indent, PrintWriter out) {
    String rest = Markup.oneLine(text);
    while (rest.length() > COLUMNS) {
      int at = rest.lastIndexOf(' ', COLUMNS);
      if (at <= indent) {
        break;
      }
      out.println(rest.substring(0, at));
      rest = " ".repeat(indent) + rest.substring(at + 1);
    }
    out.println(rest);
  }
}
