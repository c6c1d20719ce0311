package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.Contender;
import io.github.mailclad.bench.client.MailServer;
import io.github.mailclad.bench.client.Sending;
import io.github.mailclad.bench.lab.LabSettings;
import java.util.List;

/**
 * How long one message takes that has a connection of its own, in round trips: connect, login, send
 * and quit. The JVM is warm.
 */
final class MessageRow implements Row {
  private static final int WARM_UP = 40;

  @Override
  public void measure(LabSettings lab, Results results) throws Exception {
    new Turns<>(SendingClients.overOne(MailServer.at(lab, "smtps", 0)), results)
        .take(WARM_UP, contender -> contender.action().send(1, () -> {}));
    for (int roundTrip : List.of(20, 50, 100)) {
      measure(lab, roundTrip, results);
    }
  }

  private static void measure(LabSettings lab, int roundTrip, Results results) throws Exception {
    List<Contender<Sending>> clients =
        SendingClients.overOne(MailServer.at(lab, "smtps", roundTrip));
    Turns<Sending> turns = new Turns<>(clients, results);
    turns.take(1, contender -> contender.action().send(1, () -> {}));
    turns.take(
        roundTrip > 50 ? 3 : 4,
        contender -> {
          long before = System.nanoTime();
          contender.action().send(1, () -> {});
          double millis = (System.nanoTime() - before) / 1e6;
          results.add("message-trips-" + roundTrip, contender, millis / roundTrip);
        });
    results.print();
  }
}
