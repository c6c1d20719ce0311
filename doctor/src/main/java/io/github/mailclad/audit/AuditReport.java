package io.github.mailclad.audit;

import java.time.Instant;
import java.util.List;

/**
 * All findings about one subject.
 *
 * @param subject the domain or the server that was examined
 * @param time the instant of the verdicts
 * @param profile the profile by which deviations count
 * @param findings the findings, in the order of the catalogue
 * @param servers the servers and addresses that were contacted
 */
public record AuditReport(
    String subject,
    Instant time,
    Profile profile,
    List<Finding> findings,
    List<ServerAddress> servers) {
  public AuditReport {
    findings = List.copyOf(findings);
    servers = List.copyOf(servers);
  }

  /** Returns the findings that deviate from the profile. */
  public List<Finding> deviations() {
    return findings.stream()
        .filter(finding -> finding.status().isDeviation())
        .filter(finding -> profile.contains(finding.check().profile()))
        .toList();
  }

  /** Returns whether a check could not be completed. */
  public boolean isIncomplete() {
    return findings.stream().anyMatch(finding -> finding.status() == Status.ERROR);
  }
}
