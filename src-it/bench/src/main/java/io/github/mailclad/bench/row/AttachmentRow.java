package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.AngusClient;
import io.github.mailclad.bench.client.Attachment.Reading;
import io.github.mailclad.bench.client.Contender;
import io.github.mailclad.bench.client.HeapPeak;
import io.github.mailclad.bench.client.MailServer;
import io.github.mailclad.bench.client.MinimalClient;
import io.github.mailclad.bench.lab.LabSettings;
import java.time.Duration;
import java.util.List;

/**
 * Reading an attachment of 25 MiB by IMAP with the defaults. A client that needs longer is stopped
 * after some seconds, and its time for the whole is computed. The best peer sets Angus's {@code
 * partialfetch} or {@code fetchsize}.
 */
final class AttachmentRow implements Row {
  private static final Duration MOST = Duration.ofSeconds(3);

  /** A client that reads. */
  @FunctionalInterface
  private interface Reader {
    void read(Reading reading) throws Exception;
  }

  @Override
  public void measure(LabSettings lab, Results results) throws Exception {
    new Turns<>(readers(MailServer.at(lab, "imaps", 0)), results)
        .take(1, contender -> contender.action().read(new Reading(Duration.ofSeconds(2))));
    memory(lab, results);
    measure(lab, 20, 2, results);
    measure(lab, 50, 2, results);
    measure(lab, 100, 2, results);
  }

  private static void measure(LabSettings lab, int roundTrip, int rounds, Results results)
      throws Exception {
    new Turns<>(readers(MailServer.at(lab, "imaps", roundTrip)), results)
        .take(
            rounds,
            contender -> {
              Reading reading = new Reading(MOST);
              contender.action().read(reading);
              results.add("attachment-seconds-" + roundTrip, contender, reading.seconds());
              results.add(
                  "attachment-allocated-mib-" + roundTrip, contender, reading.allocatedMegabytes());
            });
    results.print();
  }

  private static void memory(LabSettings lab, Results results) throws Exception {
    new Turns<>(readers(MailServer.at(lab, "imaps", 20)), results)
        .take(
            1,
            contender -> {
              try (HeapPeak peak = new HeapPeak()) {
                contender.action().read(new Reading(MOST));
                results.add("attachment-peak-mib", contender, peak.megabytes());
              }
            });
    results.print();
  }

  private static List<Contender<Reader>> readers(MailServer server) throws Exception {
    AngusClient plain = AngusClient.plain(server);
    return List.of(
        Contender.ours(AngusClient.ours(server)::readAttachment),
        Contender.plain(plain::readAttachment),
        Contender.peer("Angus one fetch", plain.with("partialfetch", "false")::readAttachment),
        Contender.peer("Angus, 1 MiB", plain.with("fetchsize", "1048576")::readAttachment),
        Contender.minimum(new MinimalClient(server)::readAttachment));
  }
}
