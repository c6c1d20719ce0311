package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.Contender;
import io.github.mailclad.bench.client.MailServer;
import io.github.mailclad.bench.client.Sending;
import io.github.mailclad.bench.lab.LabSettings;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a message takes among 25, in round trips. {@code further-message-trips} is each message
 * after the first on one connection, {@code batch-trips} a message of 25 that are handed over at
 * once, connect and quit included, {@code loop-trips} a message of a loop that knows of no
 * connection.
 */
final class MessagesRow implements Row {
  private static final int MESSAGES = 25;
  private static final int LOOP = 8;

  @Override
  public void measure(LabSettings lab, Results results) throws Exception {
    MailServer near = MailServer.at(lab, "smtps", 0);
    new Turns<>(SendingClients.overOne(near), results).take(2, MessagesRow::warmUp);
    new Turns<>(SendingClients.all(near), results).take(1, MessagesRow::warmUp);
    further(lab, 20, 2, results);
    further(lab, 50, 1, results);
    whole("batch-trips-", MESSAGES, lab, results);
    whole("loop-trips-", LOOP, lab, results);
  }

  private static void warmUp(Contender<Sending> contender) throws Exception {
    contender.action().send(MESSAGES, () -> {});
  }

  private static void further(LabSettings lab, int roundTrip, int rounds, Results results)
      throws Exception {
    MailServer server = MailServer.at(lab, "smtps", roundTrip);
    new Turns<>(SendingClients.overOne(server), results)
        .take(
            rounds,
            contender -> {
              AtomicLong first = new AtomicLong();
              AtomicLong last = new AtomicLong();
              contender
                  .action()
                  .send(
                      MESSAGES,
                      () -> {
                        last.set(System.nanoTime());
                        first.compareAndSet(0, last.get());
                      });
              double millis = (last.get() - first.get()) / 1e6 / (MESSAGES - 1);
              results.add("further-message-trips-" + roundTrip, contender, millis / roundTrip);
            });
    results.print();
  }

  private static void whole(String metric, int messages, LabSettings lab, Results results)
      throws Exception {
    int roundTrip = 20;
    MailServer server = MailServer.at(lab, "smtps", roundTrip);
    new Turns<>(
            messages == LOOP ? SendingClients.each(server) : SendingClients.all(server), results)
        .take(
            2,
            contender -> {
              long before = System.nanoTime();
              contender.action().send(messages, () -> {});
              double millis = (System.nanoTime() - before) / 1e6 / messages;
              results.add(metric + roundTrip, contender, millis / roundTrip);
            });
    results.print();
  }
}
