package io.github.mailclad.bench.row;

import io.github.mailclad.bench.lab.LabSettings;
import java.time.Duration;
import java.util.List;

/**
 * A thousand IMAP connections that are logged in and do nothing: {@code idle-heap-kib} of heap for
 * each, {@code idle-threads} for all, {@code idle-open-cpu-ms} for opening one.
 */
final class IdleRow implements Row {
  @Override
  public void measure(LabSettings lab, Results results) {
    new Turns<>(Kind.contenders(List.of(Kind.OURS, Kind.PLAIN, Kind.MINIMUM)), results)
        .take(
            1,
            contender ->
                Kind.addAll(
                    contender
                        .action()
                        .process(lab)
                        .with("-Xmx512m", "-XX:+UseSerialGC")
                        .run(IdleProcess.class, Duration.ofSeconds(100), contender.action().name()),
                    "",
                    contender,
                    results));
    results.print();
  }
}
