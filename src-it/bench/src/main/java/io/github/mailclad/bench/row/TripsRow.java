package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.Action;
import io.github.mailclad.bench.client.Contender;
import io.github.mailclad.bench.client.MailServer;
import io.github.mailclad.bench.lab.LabSettings;
import java.util.List;

/**
 * How long connect, login and logout take, in round trips: {@code imaps-trips-50} is the time at a
 * round trip of 50 ms, divided by 50 ms. The JVM is warm, TLS sessions resume where the server lets
 * them.
 */
final class TripsRow implements Row {
  private static final int WARM_UP = 120;

  private final String protocol;
  private final String metric;

  /** For a protocol: imaps, pop3s, smtps, or imaps-scram for a server that offers SCRAM. */
  TripsRow(String metric) {
    this.metric = metric;
    protocol = metric.startsWith("imaps") ? "imaps" : metric;
  }

  @Override
  public void measure(LabSettings lab, Results results) throws Exception {
    new Turns<>(Connecting.clients(server(lab, 0)), results)
        .take(WARM_UP, contender -> contender.action().run());
    for (int roundTrip : List.of(20, 50, 100)) {
      measure(lab, roundTrip, results);
    }
  }

  private void measure(LabSettings lab, int roundTrip, Results results) throws Exception {
    List<Contender<Action>> clients = Connecting.clients(server(lab, roundTrip));
    Turns<Action> turns = new Turns<>(clients, results);
    turns.take(2, contender -> contender.action().run());
    turns.take(
        roundTrip > 50 ? 4 : 6,
        contender -> {
          long before = System.nanoTime();
          contender.action().run();
          double millis = (System.nanoTime() - before) / 1e6;
          results.add(metric + "-trips-" + roundTrip, contender, millis / roundTrip);
        });
    results.print();
  }

  private MailServer server(LabSettings lab, int roundTrip) {
    MailServer server = MailServer.at(lab, protocol, roundTrip);
    return metric.endsWith("scram") ? server.atPort(lab.scram()) : server;
  }
}
