package io.github.mailclad.bench.row;

import io.github.mailclad.bench.lab.LabSettings;
import java.time.Duration;
import java.util.List;

/**
 * Many threads on one {@code Session}: each sends five messages over a connection and reads the
 * header of a message over another, in turn. {@code connections-per-second-50} is with 50 threads,
 * {@code messages-per-second-50} what they send, {@code connection-cpu-ms-50} the CPU of the
 * client's process. With virtual threads where the JDK has them.
 */
final class LoadRow implements Row {
  @Override
  public void measure(LabSettings lab, Results results) {
    measure(lab, "50", "platform", 2, results);
    measure(lab, "500", "platform", 3, results);
    if (Runtime.version().feature() >= 21) {
      measure(lab, "1000", "virtual", 1, results);
    }
  }

  private static void measure(
      LabSettings lab, String threads, String sort, int rounds, Results results) {
    String suffix = "-" + threads + (sort.equals("virtual") ? "-virtual" : "");
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
                            threads,
                            sort),
                    suffix,
                    contender,
                    results));
    results.print();
  }
}
