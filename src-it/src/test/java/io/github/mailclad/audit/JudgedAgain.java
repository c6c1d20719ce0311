package io.github.mailclad.audit;

import java.util.List;
import java.util.function.Supplier;

/** An audit whose observations are made once, and judged as often as a test asks. */
public final class JudgedAgain {
  private JudgedAgain() {}

  /** Observes domains, and returns what judges them. */
  public static Supplier<List<AuditReport>> of(AuditSettings settings, List<String> domains) {
    Audit audit = new Audit(settings);
    List<Audit.Observed> seen = domains.stream().map(audit::observe).toList();
    return () -> seen.stream().map(audit::judge).toList();
  }

  /** Returns the identifiers of the checks of audits. */
  public static List<String> checks() {
    return Catalogue.all().stream()
        .map(Check::id)
        .filter(id -> !id.startsWith("connect-") && !id.startsWith("discover-"))
        .toList();
  }
}
