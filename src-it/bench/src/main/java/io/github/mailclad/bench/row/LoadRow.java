package io.github.mailclad.bench.row;

import io.github.mailclad.bench.lab.LabSettings;
import java.time.Duration;
import java.util.List;

/**
 * Many threads on one {@code Session}: each sends five messages over a connection and reads the
 * header of a message over another, in turn. {@code connections-per-second-50} is with 50 threads,
 * {@code messages-per-second-50} what they send, {@code connection-cpu-ms-50} the CPU of the
 * client's process.
 */
final class LoadRow implements Row {
  @Override
  public void measure(LabSettings lab, Results results) {
    measure(lab, "50", 3, results);
    measure(lab, "500", 1, results);
  }

  private static void measure(LabSettings lab, String threads, int rounds, Results results) {
    new Turns<>(Kind.contenders(List.of(Kind.OURS, Kind.PLAIN)), results)
        .take(
            rounds,
            contender ->
                Kind.addAll(
                    contender
                        .action()
                        .process(lab)
                        .with("-Xmx2g")
                        .run(
                            LoadProcess.class,
                            Duration.ofSeconds(70),
                            contender.action().name(),
                            threads),
                    "-" + threads,
                    contender,
                    results));
    results.print();
  }
}
