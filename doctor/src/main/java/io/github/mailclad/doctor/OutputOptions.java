package io.github.mailclad.doctor;

import io.github.mailclad.audit.AuditReport;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of each command that writes a report. Results are on stdout, progress on stderr. */
final class OutputOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text, json, html, junit, nagios or prometheus (default: ${DEFAULT-VALUE})")
  private String format = "text";

  @Option(names = "--json", description = "the same as --format json")
  private boolean json;

  /** Writes the report and returns the exit code. */
  int write(AuditReport report) {
    PrintWriter out = command.commandLine().getOut();
    ReportFormat form = format();
    form.write(report, out);
    out.flush();
    return form.exitCode(report);
  }

  /** Returns whether the report is written as plain text. */
  boolean isText() {
    return !json && format.equals("text");
  }

  /** Writes a line about the progress to stderr. */
  void progress(String line) {
    PrintWriter err = command.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private ReportFormat format() {
    String name = json ? "json" : format;
    ReportFormat found = ReportFormat.all().get(name);
    if (found == null) {
      throw new ParameterException(
          command.commandLine(),
          "no format '" + name + "'; formats: " + String.join(", ", ReportFormat.all().keySet()));
    }
    return found;
  }
}
