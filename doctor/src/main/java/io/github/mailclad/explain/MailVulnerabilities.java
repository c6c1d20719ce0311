package io.github.mailclad.explain;

import java.util.List;
import java.util.Optional;

/** The known vulnerabilities of mail jars, by artifact and version. */
final class MailVulnerabilities {
  private static final String INJECTION =
      "CVE-2025-7962, SMTP commands in addresses with line breaks; fixed in ";

  private static final List<Row> ROWS =
      List.of(
          new Row("org.eclipse.angus:(?:angus-mail|angus-core|smtp|jakarta\\.mail)", 2, "2.0.4"),
          new Row("com.sun.mail:(?:jakarta\\.mail|smtp)", 1, "1.6.8"),
          new Row("com.sun.mail:(?:jakarta\\.mail|smtp)", 2, "2.0.2"),
          new Row("(?:com\\.sun\\.mail:javax\\.mail|javax\\.mail:mail)", 1, "1.6.8"));

  private MailVulnerabilities() {}

  /**
   * A row of the table.
   *
   * @param artifact the artifacts, as a pattern
   * @param major the major version
   * @param fixed the first version without it
   */
  private record Row(String artifact, int major, String fixed) {}

  /** Returns the vulnerability of a version; empty if none is known. */
  static Optional<String> of(String artifact, String version) {
    for (Row row : ROWS) {
      boolean same = artifact.matches(row.artifact()) && part(version, 0) == row.major();
      if (same && isBefore(version, row.fixed())) {
        return Optional.of(INJECTION + row.fixed());
      }
    }
    return Optional.empty();
  }

  private static boolean isBefore(String version, String fixed) {
    for (int at = 0; at < 3; at++) {
      int difference = part(version, at) - part(fixed, at);
      if (difference != 0) {
        return difference < 0;
      }
    }
    // a milestone or a snapshot comes before its release
    return version.matches("[\\d.]+-.*");
  }

  private static int part(String version, int at) {
    String[] parts = version.split("[.-]", -1);
    return at < parts.length && parts[at].matches("\\d{1,6}") ? Integer.parseInt(parts[at]) : 0;
  }
}
