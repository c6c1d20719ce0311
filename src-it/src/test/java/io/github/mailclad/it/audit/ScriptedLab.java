package io.github.mailclad.it.audit;

import io.github.mailclad.audit.AuditReport;
import io.github.mailclad.audit.AuditSettings;
import io.github.mailclad.audit.AuditSettings.Injection;
import io.github.mailclad.audit.Baseline;
import io.github.mailclad.audit.JudgedAgain;
import io.github.mailclad.audit.Pace;
import io.github.mailclad.audit.Profile;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.verify.PeerVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The scripted servers of the bad provider, observed once. Each call judges them again and returns
 * what the self-test compares: the deviations with their places, and the checks that had a result.
 * Changed classes are used through a class loader, so the types here are those of the platform.
 */
public final class ScriptedLab implements Callable<Set<String>> {
  private static final Baseline BEFORE =
      Baseline.parse("mailclad-audit-baseline 1\nPASS srv-published\n");

  private final Supplier<List<AuditReport>> judged;

  /** Observes the servers of domains, and stops them. */
  public ScriptedLab(List<String> domains) throws Exception {
    Issued root = CertificateBuilder.root("Lab Root");
    LabNetwork network = new LabNetwork();
    LabDns dns = new LabDns();
    try (BadProvider unused = new BadProvider(root, network, dns, /* folder= */ null)) {
      AuditSettings settings =
          new AuditSettings(
              dns.inMemory().resolver(),
              network,
              PeerVerifier.trusting(List.of(root.certificate()), "the root of the lab"),
              Instant.now(),
              new Pace(Duration.ZERO, 1000, System::nanoTime, time -> {}),
              Profile.MODERN,
              List.of(),
              Injection.TESTED,
              List.of("from localhost by mail.dated.example with ESMTP; date"),
              line -> {});
      judged = JudgedAgain.of(settings, domains);
    }
  }

  @Override
  public Set<String> call() {
    Set<String> lines = new TreeSet<>();
    for (AuditReport judgement : judged.get()) {
      AuditReport report = BEFORE.compare(judgement);
      report.deviations().forEach(finding -> lines.add(LabReport.place(finding)));
      report.findings().forEach(finding -> lines.add(finding.check().id()));
    }
    return lines;
  }

  @Override
  public String toString() {
    return JudgedAgain.checks().stream().collect(Collectors.joining(" "));
  }
}
