package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.Contender;
import io.github.mailclad.bench.lab.LabSettings;
import java.time.Duration;
import java.util.List;

/**
 * The first mail of a fresh process, which has no more on its class path than an application:
 * {@code first-mail-ms-20} from the start of the process to its end at a round trip of 20 ms,
 * {@code first-mail-cpu-ms-20} its CPU, {@code first-store-cpu-ms} the CPU of the first {@code
 * getStore}.
 */
final class StartRow implements Row {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public void measure(LabSettings lab, Results results) {
    // fills the caches of the system
    new Turns<>(Kind.contenders(List.of(Kind.OURS, Kind.PLAIN)), results)
        .take(1, contender -> start(lab, 0, contender));
    mail(lab, 0, 8, results);
    mail(lab, 20, 5, results);
    mail(lab, 50, 3, results);
    new Turns<>(Kind.contenders(List.of(Kind.OURS, Kind.PLAIN)), results)
        .take(
            5,
            contender -> {
              Kind kind = contender.action();
              Kind.addAll(
                  kind.process(lab)
                      .run(StartProcess.class, LIMIT, kind.name(), "store", LabSettings.LOOPBACK),
                  "",
                  contender,
                  results);
            });
    results.print();
  }

  private static void mail(LabSettings lab, int roundTrip, int rounds, Results results) {
    Turns<Kind> turns =
        new Turns<>(Kind.contenders(List.of(Kind.OURS, Kind.PLAIN, Kind.MINIMUM)), results);
    turns.take(
        rounds,
        contender -> {
          ChildJvm.Ended ended = start(lab, roundTrip, contender);
          Kind.addAll(ended, "-" + roundTrip, contender, results);
          results.add("first-mail-ms-" + roundTrip, contender, ended.nanos() / 1e6);
        });
    results.print();
  }

  private static ChildJvm.Ended start(LabSettings lab, int roundTrip, Contender<Kind> contender)
      throws Exception {
    String host = roundTrip == 0 ? LabSettings.LOOPBACK : LabSettings.host(roundTrip);
    Kind kind = contender.action();
    return kind.process(lab).run(StartProcess.class, LIMIT, kind.name(), "mail", host);
  }
}
