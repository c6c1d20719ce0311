package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.Action;
import io.github.mailclad.bench.client.AngusClient;
import io.github.mailclad.bench.client.Contender;
import io.github.mailclad.bench.client.MailServer;
import io.github.mailclad.bench.client.MinimalClient;
import io.github.mailclad.bench.client.Sending;
import io.github.mailclad.bench.lab.LabSettings;
import java.util.List;

/**
 * The round trips that a client waits for, counted in the network, which no load of the machine
 * disturbs: {@code flights-imaps} for connect, login and logout, {@code flights-imaps-early} with
 * logins that do not wait for the greeting, {@code flights-message} with one message, {@code
 * flights-further-message} for each message more on the same connection. {@code flights-header} and
 * {@code flights-preview} read the subject, and the first lines of two parts.
 */
final class FlightsRow implements Row {
  private static final int ROUND_TRIP = 5;
  private static final int MESSAGES = 11;

  @Override
  public void measure(LabSettings lab, Results results) throws Exception {
    CountFile counts = new CountFile(lab.counts(), LabSettings.host(ROUND_TRIP));
    for (String protocol : List.of("imaps", "pop3s", "smtps")) {
      MailServer server = MailServer.at(lab, protocol, ROUND_TRIP);
      count("flights-" + protocol, Connecting.clients(server), counts, results);
    }
    MailServer scram = MailServer.at(lab, "imaps", ROUND_TRIP).atPort(lab.scram());
    count("flights-imaps-scram", Connecting.clients(scram), counts, results);
    MailServer reading = MailServer.at(lab, "imaps", ROUND_TRIP);
    count("flights-header", readers(reading, AngusClient::readHeader), counts, results);
    count("flights-preview", readers(reading, AngusClient::readPreview), counts, results);
    for (String protocol : List.of("imaps", "pop3s")) {
      MailServer server = MailServer.at(lab, protocol, ROUND_TRIP);
      AngusClient early = AngusClient.ours(server).with("security.early-login", "known-servers");
      count(
          "flights-" + protocol + "-early",
          List.of(
              Contender.ours(early::cycle),
              Contender.plain(AngusClient.plain(server)::cycle),
              Contender.minimum(new MinimalClient(server)::cycle)),
          counts,
          results);
    }
    messages(MailServer.at(lab, "smtps", ROUND_TRIP), counts, results);
  }

  /** Something that a client of Jakarta Mail reads. */
  @FunctionalInterface
  private interface Read {
    void by(AngusClient client) throws Exception;
  }

  private static List<Contender<Action>> readers(MailServer server, Read read) throws Exception {
    AngusClient ours = AngusClient.ours(server);
    AngusClient plain = AngusClient.plain(server);
    AngusClient tuned = AngusClient.tuned(server);
    return List.of(
        Contender.ours(() -> read.by(ours)),
        Contender.plain(() -> read.by(plain)),
        Contender.peer("Angus tuned", () -> read.by(tuned)));
  }

  private static void count(
      String metric, List<Contender<Action>> clients, CountFile counts, Results results) {
    Turns<Action> turns = new Turns<>(clients, results);
    turns.take(1, contender -> run(contender.action(), counts));
    turns.take(1, contender -> print(metric, contender, run(contender.action(), counts)));
    turns.take(
        5, contender -> results.add(metric, contender, run(contender.action(), counts).trips()));
    results.print();
  }

  private static CountFile.Counted run(Action action, CountFile counts) throws Exception {
    action.run();
    return counts.next();
  }

  /** Shows where flights go: the octets of each, the client's first. */
  private static void print(String metric, Contender<?> contender, CountFile.Counted counted) {
    System.out.println(
        "# " + metric + " " + contender.name() + ", octets of each flight: " + counted.octets());
  }

  private static void messages(MailServer server, CountFile counts, Results results)
      throws Exception {
    Turns<Sending> turns = new Turns<>(SendingClients.overOne(server), results);
    turns.take(1, contender -> run(sending(contender, 1), counts));
    turns.take(
        1, contender -> print("flights-message", contender, run(sending(contender, 1), counts)));
    turns.take(
        3,
        contender -> {
          double one = run(sending(contender, 1), counts).trips();
          double all = run(sending(contender, MESSAGES), counts).trips();
          results.add("flights-message", contender, one);
          results.add("flights-further-message", contender, (all - one) / (MESSAGES - 1));
        });
    results.print();
  }

  private static Action sending(Contender<Sending> contender, int messages) {
    return () -> contender.action().send(messages, () -> {});
  }
}
