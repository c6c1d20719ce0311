package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.AngusClient;
import io.github.mailclad.bench.client.Contender;
import io.github.mailclad.bench.client.MailServer;
import io.github.mailclad.bench.client.Meter;
import io.github.mailclad.bench.client.MinimalClient;
import io.github.mailclad.bench.client.NioClient;
import io.github.mailclad.bench.client.Sending;
import io.github.mailclad.bench.lab.LabSettings;
import io.github.mailclad.bench.lab.SmallServer;
import java.util.List;

/**
 * Messages over one open connection on loopback, beside {@code Transport.send} with {@code
 * keep-connections}: {@code sending-per-second} with Postfix, which stores each message, and {@code
 * sending-per-second-small} with a server that only accepts it, so that the client is the limit.
 * {@code sending-cpu-us-small} and {@code sending-allocated-kib-small} are of the calling thread,
 * for each message.
 */
final class SendingRow implements Row {
  private static final int ROUNDS = 5;
  private static final int AT_POSTFIX = 200;
  private static final int AT_SMALL = 1_200;

  @Override
  public void measure(LabSettings lab, Results results) throws Exception {
    try (SmallServer small = SmallServer.start()) {
      MailServer server = new MailServer("smtps", "localhost", small.port(), small.anchor());
      // until nothing is compiled any more
      measure(server, "-small", 3, AT_SMALL, new Results());
      measure(server, "-small", ROUNDS, AT_SMALL, results);
    }
    measure(MailServer.local(lab, "smtps"), "", ROUNDS, AT_POSTFIX, results);
  }

  private static List<Contender<Sending>> clients(MailServer server) throws Exception {
    AngusClient keeping = AngusClient.ours(server).with("security.keep-connections", "1");
    return List.of(
        Contender.ours(AngusClient.ours(server)::sendOverOne),
        Contender.plain(AngusClient.plain(server)::sendOverOne),
        Contender.peer("Mailclad, Transport.send", keeping::sendEach),
        Contender.peer("Angus tuned", AngusClient.tuned(server)::sendOverOne),
        Contender.peer("NioSmtpClient", new NioClient(server)::send),
        Contender.minimum(new MinimalClient(server)::send));
  }

  private static void measure(
      MailServer server, String suffix, int rounds, int messages, Results results)
      throws Exception {
    new Turns<>(clients(server), results)
        .take(
            rounds,
            contender -> {
              long cpu = Meter.threadCpu();
              long allocated = Meter.allocated();
              long begin = System.nanoTime();
              contender.action().send(messages, () -> {});
              double seconds = (System.nanoTime() - begin) / 1e9;
              results.add("sending-per-second" + suffix, contender, messages / seconds);
              if (!suffix.isEmpty() && !contender.name().equals("NioSmtpClient")) {
                results.add(
                    "sending-cpu-us" + suffix,
                    contender,
                    (Meter.threadCpu() - cpu) / 1e3 / messages);
                results.add(
                    "sending-allocated-kib" + suffix,
                    contender,
                    (Meter.allocated() - allocated) / 1024.0 / messages);
              }
            });
    results.print();
  }
}
