package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.Action;
import io.github.mailclad.bench.client.AngusClient;
import io.github.mailclad.bench.client.Contender;
import io.github.mailclad.bench.client.MailServer;
import io.github.mailclad.bench.client.MinimalClient;
import io.github.mailclad.bench.client.NioClient;
import java.util.ArrayList;
import java.util.List;

/** The clients that connect, log in and log out. */
final class Connecting {
  private Connecting() {}

  /** All clients, each with connections and TLS sessions of its own. */
  static List<Contender<Action>> clients(MailServer server) throws Exception {
    List<Contender<Action>> clients = new ArrayList<>(inOneThread(server));
    if (server.protocol().equals("smtps")) {
      clients.add(Contender.peer("NioSmtpClient", new NioClient(server)::cycle));
    }
    return clients;
  }

  /** Those that do all work in the thread of the caller. */
  static List<Contender<Action>> inOneThread(MailServer server) throws Exception {
    return List.of(
        Contender.ours(AngusClient.ours(server)::cycle),
        Contender.plain(AngusClient.plain(server)::cycle),
        Contender.peer("Angus tuned", AngusClient.tuned(server)::cycle),
        Contender.minimum(new MinimalClient(server)::cycle));
  }
}
