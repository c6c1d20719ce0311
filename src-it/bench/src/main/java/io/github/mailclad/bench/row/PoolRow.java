package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.AngusClient;
import io.github.mailclad.bench.client.Contender;
import io.github.mailclad.bench.client.MailServer;
import io.github.mailclad.bench.client.MinimalClient;
import io.github.mailclad.bench.client.Peers;
import io.github.mailclad.bench.client.Sending;
import io.github.mailclad.bench.lab.LabSettings;
import java.util.List;

/**
 * Messages of applications that know of no connection, with {@code keep-connections}, beside
 * clients that send over one open connection. {@code flights-pool-send}, {@code
 * flights-pool-spring} and {@code flights-pool-simple-java-mail} are the round trips of each
 * message after the first, counted.
 */
final class PoolRow implements Row {
  private static final int ROUND_TRIP = 5;
  private static final int FEW = 11;

  @Override
  public void measure(LabSettings lab, Results results) throws Exception {
    MailServer server = MailServer.at(lab, "smtps", ROUND_TRIP);
    CountFile counts = new CountFile(lab.counts(), LabSettings.host(ROUND_TRIP));
    flights("flights-pool-send", PoolRow::send, server, counts, results);
    flights("flights-pool-spring", PoolRow::spring, server, counts, results);
    flights("flights-pool-simple-java-mail", PoolRow::simpleJavaMail, server, counts, results);
  }

  /** Creates a client with a session of its own, and so with connections of its own. */
  @FunctionalInterface
  private interface Client {
    Sending at(MailServer server) throws Exception;
  }

  private static Sending send(MailServer server) {
    return keeping(server)::sendEach;
  }

  private static Sending spring(MailServer server) {
    return Peers.springEach(server, keeping(server));
  }

  private static Sending simpleJavaMail(MailServer server) {
    return Peers.simpleJavaMail(server, keeping(server));
  }

  private static AngusClient keeping(MailServer server) {
    return AngusClient.ours(server).with("security.keep-connections", "1");
  }

  private static List<Contender<Client>> clients(Client ours) {
    return List.of(
        Contender.ours(ours),
        Contender.plain(server -> AngusClient.plain(server)::sendOverOne),
        Contender.peer("Mailclad, one transport", server -> AngusClient.ours(server)::sendOverOne),
        Contender.minimum(server -> new MinimalClient(server)::send));
  }

  private static void flights(
      String metric, Client ours, MailServer server, CountFile counts, Results results) {
    Turns<Client> turns = new Turns<>(clients(ours), results);
    turns.take(1, contender -> trips(contender.action(), server, FEW, counts));
    turns.take(
        3,
        contender -> {
          double one = trips(contender.action(), server, 1, counts);
          double all = trips(contender.action(), server, FEW, counts);
          results.add(metric, contender, (all - one) / (FEW - 1));
        });
    results.print();
  }

  private static double trips(Client client, MailServer server, int messages, CountFile counts)
      throws Exception {
    client.at(server).send(messages, () -> {});
    return counts.next().trips();
  }
}
