package io.github.mailclad.doctor;

import io.github.mailclad.audit.AuditReport;

/** The exit codes of the program. */
enum ExitStatus {
  /** Nothing to report. */
  GOOD(0),
  /** At least one deviation was found. */
  FINDINGS(1),
  /** The command line is wrong. */
  USAGE(2),
  /** No deviation was found, and at least one check could not be completed. */
  UNKNOWN(3);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static ExitStatus of(AuditReport report) {
    if (!report.deviations().isEmpty()) {
      return FINDINGS;
    }
    return report.isIncomplete() ? UNKNOWN : GOOD;
  }
}
