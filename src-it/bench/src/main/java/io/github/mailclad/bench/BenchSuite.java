package io.github.mailclad.bench;

import io.github.mailclad.bench.lab.Lab;
import io.github.mailclad.bench.lab.LabSettings;
import io.github.mailclad.bench.row.ChildJvm;
import io.github.mailclad.bench.row.Results;
import io.github.mailclad.bench.row.RowProcess;
import io.github.mailclad.bench.row.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Compares Mailclad with other mail clients on Dovecot and Postfix, row by row, and writes the
 * table of {@code docs/performance.md}. A program, not a test: slowness fails nothing, but a client
 * that cannot do what it should fails the run.
 */
final class BenchSuite {
  private BenchSuite() {}

  /**
   * Runs rows.
   *
   * @param arguments the titles of the rows with commas, "all", or "verdict"; the document to
   *     write; the rounds of {@link VerdictBenchmark}
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("verdict")) {
      VerdictBenchmark.main(new String[] {arguments[2]});
      return;
    }
    List<Rows> rows = Rows.named(arguments[0]);
    Comparison comparison = new Comparison();
    try (Lab lab = Lab.start()) {
      System.setProperty(LabSettings.PROPERTY, lab.directory().toString());
      LabSettings settings = LabSettings.read();
      for (Rows row : rows) {
        if (row.runsIn(settings)) {
          run(row, settings, comparison);
          comparison.write(Path.of(arguments[1]));
        } else {
          comparison.failed(row.title() + ": not run, there is no network with a delay");
        }
      }
    }
    System.exit(comparison.failures().isEmpty() ? 0 : 1);
  }

  private static void run(Rows row, LabSettings lab, Comparison comparison)
      throws IOException, InterruptedException {
    long before = System.nanoTime();
    ChildJvm.Ended child = ChildJvm.everything(lab).run(RowProcess.class, row.limit(), row.title());
    for (String line : child.lines()) {
      if (line.startsWith(Results.VALUES)) {
        comparison.add(line.substring(Results.VALUES.length()));
      } else if (line.startsWith(Results.FAILED)) {
        comparison.failed(row.title() + ": " + line.substring(Results.FAILED.length()));
      } else {
        System.out.println(line);
      }
    }
    if (child.status() != 0) {
      comparison.failed(row.title() + ": the process ended with status " + child.status());
    }
    comparison.print();
    System.out.printf(
        "# %s took %d s%n", row.title(), (System.nanoTime() - before) / 1_000_000_000);
  }
}
